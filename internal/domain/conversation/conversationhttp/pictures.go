package conversationhttp

import (
	"io"
	"net/http"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/blob"
	"frontdesk/internal/platform/httpx"
)

const privateDay = "private, max-age=86400"

// RegisterPictures adds the pictures of cards. They come from here, so that no browser asks a machine that a card names.
func RegisterPictures(api *httpx.API, p *conversation.Pictures) {
	about := "Fetched once, when it is asked for first. 202 until it is there: ask again in a moment; 204 when the address gives no picture."
	entry := func(r *http.Request) (conversation.Picture, io.ReadCloser, error) {
		return p.OfEntry(r.Context(), r.PathValue("id"), r.PathValue("entryId"))
	}
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}/entries/{entryId}/picture", ID: "getCardPicture", Tag: tagConversations,
		Summary: "The picture of a card in a message", Description: about, Permission: conversation.PermRead, Produces: "image/*",
		Codes: codes(conversation.ErrNoPicture.Code),
	}, picture(entry))
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/customers/{id}/cards/picture", ID: "getPagePicture", Tag: "Customers",
		Summary: "The picture of a card that a page of the customer told of", Description: about, Permission: conversation.PermRead, Produces: "image/*",
		Query: map[string]string{"address": "As the card says it."}, Codes: []string{conversation.ErrNoPicture.Code},
	}, picture(func(r *http.Request) (conversation.Picture, io.ReadCloser, error) {
		return p.OfPage(r.Context(), r.PathValue("id"), r.URL.Query().Get("address"))
	}))
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/widget/conversations/{id}/entries/{entryId}/picture", ID: "getWidgetCardPicture", Tag: tagWidget,
		Visitor: true, RateLimit: httpx.RateWidget, Summary: "The picture of a card in an own conversation", Description: about, Produces: "image/*",
		Codes: codes(conversation.ErrNoPicture.Code),
	}, picture(entry))
}

func picture(open func(r *http.Request) (conversation.Picture, io.ReadCloser, error)) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		found, body, err := open(r)
		if body != nil {
			defer func() { _ = body.Close() }() // only read
		}
		switch {
		case err != nil:
			return err
		case found.State == conversation.PictureWanted:
			w.Header().Set("Cache-Control", "no-store")
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusAccepted)
			return nil
		case body == nil:
			w.Header().Set("Cache-Control", "private, max-age=60")
			w.WriteHeader(http.StatusNoContent)
			return nil
		}
		for name, values := range blob.Headers(found.Mime, "picture") {
			w.Header()[name] = values
		}
		w.Header().Set("Cache-Control", privateDay)
		_, err = io.Copy(w, body)
		return err
	}
}
