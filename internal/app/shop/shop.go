// Package shop is the demo shop page, with the widget on it.
package shop

import (
	"context"
	"net/http"
)

// Handler serves the shop; key names the widget.
func Handler(key func(context.Context) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><title>Lantern Home</title><script async src="/widget.js" data-key="` + key(r.Context()) + `"></script>`))
	})
}
