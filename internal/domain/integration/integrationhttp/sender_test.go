package integrationhttp_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/integration/integrationhttp"
	"frontdesk/internal/platform/egress"
)

func TestSender(t *testing.T) {
	t.Parallel()
	received := make(chan string, 1)
	far := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/", http.StatusFound)
			return
		}
		body, _ := io.ReadAll(r.Body)
		received <- r.Method + " " + r.Header.Get("webhook-id") + " " + string(body)
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, "thanks")
	}))
	t.Cleanup(far.Close)
	request := integration.Request{URL: far.URL, Header: map[string]string{"webhook-id": "dlv_1"}, Body: []byte("{}")}

	closed := integrationhttp.NewSender(check.Must(egress.NewGuard(nil))(t))
	_, err := closed.Send(t.Context(), request)
	check.Fault(t, err, egress.ErrBlocked)
	if closed.Check("file:///etc/passwd") == nil {
		t.Fatal("a file is no address")
	}

	open := integrationhttp.NewSender(check.Must(egress.NewGuard([]string{"127.0.0.1"}))(t))
	got := check.Must(open.Send(t.Context(), request))(t)
	check.Equal(t, got, integration.Response{Status: http.StatusAccepted, Body: "thanks"})
	check.Equal(t, <-received, "POST dlv_1 {}")

	request.URL = far.URL + "/moved"
	if got, err := open.Send(t.Context(), request); err == nil && got.Status < 300 {
		t.Fatal("a redirect was followed")
	}
	far.Close()
	_, err = open.Send(t.Context(), request)
	check.Equal(t, fault.KindOf(err), fault.Unavailable)
}
