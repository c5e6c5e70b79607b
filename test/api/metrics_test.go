package api

import (
	"net/http"
	"strings"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/test/kit"
)

// TestMetrics: the figures are for the operator, whatever stands between.
func TestMetrics(t *testing.T) {
	t.Parallel()
	const secret = "metrics-token-of-the-test"
	for name, c := range map[string]struct {
		set    []string
		header [2]string
		want   int
	}{
		"this machine":                 {[]string{"server.trusted_proxies="}, [2]string{}, http.StatusOK},
		"an unknown proxy":             {[]string{"server.trusted_proxies="}, [2]string{"X-Forwarded-For", "203.0.113.7"}, http.StatusForbidden},
		"an unknown proxy, other name": {[]string{"server.trusted_proxies="}, [2]string{"Via", "1.1 nearby"}, http.StatusForbidden},
		"a known proxy":                {nil, [2]string{}, http.StatusForbidden},
		"a proxy that speaks https":    {[]string{"server.trusted_proxies=", "server.base_url=https://desk.example"}, [2]string{}, http.StatusForbidden},
		"a token":                      {[]string{"metrics.token=" + secret}, [2]string{"Authorization", "Bearer " + secret}, http.StatusOK},
		"another token":                {[]string{"server.trusted_proxies=", "metrics.token=" + secret}, [2]string{"Authorization", "Bearer x"}, http.StatusForbidden},
		"a token is asked for":         {[]string{"server.trusted_proxies=", "metrics.token=" + secret}, [2]string{}, http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			client := kit.Start(t, kit.Options{Set: c.set}).Client()
			if c.header[0] != "" {
				client = client.With(c.header[0], c.header[1])
			}
			r := client.Call(t, http.MethodGet, "/metrics", nil)
			check.Equal(t, r.Status, c.want)
			check.Equal(t, strings.Contains(string(r.Body), "frontdesk_build_info"), c.want == http.StatusOK)
		})
	}
}
