package integrationhttp

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"

	"frontdesk/internal/domain/integration"
	"frontdesk/internal/platform/httpx"
)

type createAppInput struct {
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"40"`
		URL  string `json:"url" minLength:"1" maxLength:"2000"`
	}
}

type updateAppInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version      int64   `json:"version"`
		Name         *string `json:"name,omitempty" minLength:"1" maxLength:"40"`
		URL          *string `json:"url,omitempty" minLength:"1" maxLength:"2000"`
		Enabled      *bool   `json:"enabled,omitempty"`
		RotateSecret bool    `json:"rotateSecret,omitempty"`
	}
}

type launchInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		ConversationID string `json:"conversationId" maxLength:"30"`
	}
}

type appID struct {
	ID string `path:"id" maxLength:"30"`
}

type appList struct {
	Body struct {
		Items []integration.App `json:"items"`
	}
}

type appReply[T any] struct{ Body T }

// RegisterApps adds the operations of apps.
func RegisterApps(api *httpx.API, s *integration.Apps) {
	const tag = "Apps"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/apps", ID: "listApps", Tag: tag, Summary: "List the apps beside conversations", Permission: integration.PermApps,
	},
		func(ctx context.Context, _ *struct{}) (*appList, error) {
			out := &appList{}
			var err error
			out.Body.Items, err = s.List(ctx)
			return out, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/apps", ID: "createApp", Tag: tag, Status: http.StatusCreated, Summary: "Register an app",
		Permission: integration.PermManage, Codes: []string{integration.ErrAppURL.Code, integration.ErrTooManyApps.Code}, Secret: true,
	},
		func(ctx context.Context, in *createAppInput) (*appReply[integration.AppMade], error) {
			out, err := s.Create(ctx, in.Body.Name, in.Body.URL)
			return &appReply[integration.AppMade]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/apps/{id}", ID: "updateApp", Tag: tag, Summary: "Change an app, or its secret",
		Permission: integration.PermManage, Codes: []string{integration.ErrAppURL.Code, integration.ErrAppNotFound.Code, "conflict"}, Secret: true,
	},
		func(ctx context.Context, in *updateAppInput) (*appReply[integration.AppMade], error) {
			b := in.Body
			out, err := s.Update(ctx, in.ID, integration.AppEdit{Version: b.Version, Name: b.Name, URL: b.URL, Enabled: b.Enabled, RotateSecret: b.RotateSecret})
			return &appReply[integration.AppMade]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/apps/{id}", ID: "deleteApp", Tag: tag, Status: http.StatusNoContent, Summary: "Delete an app",
		Permission: integration.PermManage, Codes: []string{integration.ErrAppNotFound.Code},
	},
		func(ctx context.Context, in *appID) (*struct{}, error) { return nil, s.Delete(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/apps/{id}/token", ID: "launchApp", Tag: tag, Summary: "Make the token that an app gets with a conversation",
		Permission: integration.PermApps, Codes: []string{integration.ErrAppNotFound.Code}, Secret: true,
	},
		func(ctx context.Context, in *launchInput) (*appReply[integration.Launch], error) {
			out, err := s.Launch(ctx, in.ID, in.Body.ConversationID)
			return &appReply[integration.Launch]{out}, err
		})
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/apps/{id}/frame", ID: "frameApp", Tag: tag, Summary: "The page in which the desk shows an app",
		Permission: integration.PermApps, Produces: "text/html", Codes: []string{integration.ErrAppNotFound.Code},
	}, frame(s))
}

// holder holds the frame of an app and passes messages between it and the desk: nothing else can speak through it.
var holder = template.Must(template.New("frame").Parse(`<!doctype html>
<meta charset="utf-8">
<title>{{.Name}}</title>
<style nonce="{{.Nonce}}">html,body{margin:0;height:100%}iframe{display:block;width:100%;height:100%;border:0}</style>
<iframe title="{{.Name}}" src="{{.URL}}" sandbox="allow-scripts allow-forms allow-popups allow-same-origin" referrerpolicy="no-referrer"></iframe>
<script nonce="{{.Nonce}}">
const app = document.querySelector('iframe').contentWindow, origin = {{.Origin}};
addEventListener('message', (event) => {
  if (event.source === app && event.origin === origin) parent.postMessage({ app: event.data }, location.origin);
  else if (event.source === parent && event.origin === location.origin) app.postMessage(event.data, origin);
});
</script>
`))

// frame serves the page. Its policy lets nothing in but the one site that was registered; an app on the desk's own site
// would not be held by its sandbox, so there is none.
func frame(s *integration.Apps) func(w http.ResponseWriter, r *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		app, err := s.Show(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		if u, err := url.Parse(app.URL); err != nil || u.Host == r.Host {
			return integration.ErrAppURL.New()
		}
		raw := make([]byte, 16)
		_, _ = rand.Read(raw) // never fails (crypto/rand documents it)
		nonce := base64.StdEncoding.EncodeToString(raw)
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Frame-Options", "SAMEORIGIN")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-src "+app.Origin()+"; script-src 'nonce-"+nonce+"'; style-src 'nonce-"+nonce+
			"'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
		return holder.Execute(w, map[string]any{"Name": app.Name, "URL": app.URL, "Origin": app.Origin(), "Nonce": nonce})
	}
}
