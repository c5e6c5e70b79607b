package moderationhttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/platform/httpx"
)

type blocksInput struct {
	Status  string `query:"status" enum:"proposed,active,refused,lifted"`
	Kind    string `query:"kind" enum:"customer,device,address"`
	Subject string `query:"subject" maxLength:"60" doc:"Exactly this customer, device or network."`
	Paged
}

type blockInput struct {
	Body struct {
		Kind           string     `json:"kind" enum:"customer,device,address"`
		Subject        string     `json:"subject" minLength:"1" maxLength:"60" doc:"Id of the customer or visitor; an address, or a network such as 203.0.113.0/24."`
		Label          string     `json:"label,omitempty" maxLength:"120"`
		Reason         string     `json:"reason" minLength:"1" maxLength:"500"`
		ExpiresAt      *time.Time `json:"expiresAt,omitempty" doc:"Absent: until it is lifted."`
		ConversationID string     `json:"conversationId,omitempty" maxLength:"30"`
	}
}

type decideInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version  int64  `json:"version" doc:"The version that was read."`
		Decision string `json:"decision" enum:"approve,refuse,lift"`
	}
}

func registerBlocks(api *httpx.API, s *moderation.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/moderation/blocks", ID: "listBlocks", Tag: tagBlocks,
		Summary: "List the block list, newest first", Permission: moderation.PermPropose,
	},
		func(ctx context.Context, in *blocksInput) (*reply[page.Of[moderation.Blocked]], error) {
			return answer(s.ListBlocks(ctx, moderation.BlockQuery{
				Status: moderation.Status(in.Status), Kind: moderation.Kind(in.Kind), Subject: in.Subject, Page: in.request(),
			}))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/moderation/blocks", ID: "addBlock", Tag: tagBlocks, Status: http.StatusCreated,
		Summary: "Put somebody on the block list", Idempotent: true,
		Description: "Who may not decide on the block list makes a proposal that waits for somebody who may.", Permission: moderation.PermPropose,
		Codes: []string{moderation.ErrBlockTaken.Code, moderation.ErrAddress.Code, moderation.ErrNetwork.Code, moderation.ErrExpiry.Code, moderation.ErrBlocksFull.Code},
	},
		func(ctx context.Context, in *blockInput) (*reply[moderation.Blocked], error) {
			b := in.Body
			return answer(s.AddBlock(ctx, moderation.Blocked{
				Kind: moderation.Kind(b.Kind), Subject: b.Subject, Label: b.Label, Reason: b.Reason, ExpiresAt: b.ExpiresAt,
				ConversationID: b.ConversationID,
			}))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/moderation/blocks/{id}/decision", ID: "decideBlock", Tag: tagBlocks,
		Summary: "Approve or refuse a proposal, or lift an entry", Permission: moderation.PermBlock,
		Codes: []string{moderation.ErrBlockNotFound.Code, moderation.ErrBlockDecided.Code},
	},
		func(ctx context.Context, in *decideInput) (*reply[moderation.Blocked], error) {
			return answer(s.DecideBlock(ctx, in.ID, in.Body.Version, moderation.Decision(in.Body.Decision)))
		})
}
