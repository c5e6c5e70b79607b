package egress

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
)

func guard(t testing.TB, allow ...string) *Guard {
	t.Helper()
	g, err := NewGuard(allow)
	check.NoError(t, err)
	return g
}

func TestPublic(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]bool{
		"1.1.1.1": true, "114.114.114.114": true, "2606:4700::1111": true, "64:ff9b::101:101": true, "::ffff:1.1.1.1": true, "2002:101:101::1": true,
		"127.0.0.1": false, "127.8.8.8": false, "10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.100.100.200": false, "0.0.0.0": false, "0.1.2.3": false, "224.0.0.1": false, "255.255.255.255": false, "240.0.0.1": false, "168.63.129.16": false,
		"198.18.0.1": false, "192.0.2.1": false, "::": false, "::1": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd00:ec2::254": false, "ff02::1": false, "fec0::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b:1::1": false, "2002:7f00:1::": false, "::127.0.0.1": false, "2001:db8::1": false, "::ffff:0:127.0.0.1": false,
	} {
		if got := Public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: %v, want %v", addr, got, want)
		}
	}
	check.Equal(t, Public(netip.Addr{}), false)
}

func TestCheckURL(t *testing.T) {
	t.Parallel()
	g := guard(t, "erp.internal", "*.corp.example", "10.1.0.0/16", "192.168.7.7", "fd00::/8")
	for raw, want := range map[string]*fault.Def{
		"https://example.com/hook": nil, "http://erp.internal:8080": nil, "http://10.1.2.3/": nil, "http://[::ffff:10.1.2.3]/": nil, "http://192.168.7.7": nil, "http://[fd00::1]/": nil,
		"http://10.2.0.1": ErrBlocked, "http://127.0.0.1": ErrBlocked, "http://[::1]": ErrBlocked, "http://localhost": ErrBlocked, "http://LOCALHOST.": ErrBlocked, "http://x.localhost": ErrBlocked,
		"http://169.254.169.254/latest/meta-data": ErrBlocked, "http://192.168.7.8": ErrBlocked,
		"ftp://example.com": ErrAddress, "file:///etc/passwd": ErrAddress, "https://": ErrAddress, "https://u:p@example.com": ErrAddress, "example.com": ErrAddress, "http://[": ErrAddress, "": ErrAddress,
	} {
		err := g.CheckURL(raw)
		if want == nil {
			check.NoError(t, err)
			continue
		}
		if !fault.Has(err, want) {
			t.Errorf("%s: %v, want %s", raw, err, want.Code)
		}
	}
	for host, want := range map[string]bool{"a.corp.example": true, "a.b.corp.example": true, "corp.example": false, "evilcorp.example": false, "erp.internal": true, "x.erp.internal": false} {
		check.Equal(t, g.allowedHost(host), want)
	}
	for _, bad := range []string{"10.0.0.0/99", "http://x", "a b", ""} {
		_, err := NewGuard([]string{bad})
		check.Fault(t, err, ErrConfig)
	}
}

func get(t *testing.T, c *http.Client, address string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	check.NoError(t, err)
	res, err := c.Do(req)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(res.Body)
	check.NoError(t, res.Body.Close())
	return string(body), err
}

func TestTheConnectionIsCheckedAfterResolution(t *testing.T) {
	t.Parallel()
	reached := false
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer srv.Close()
	u, err := url.Parse(srv.URL)
	check.NoError(t, err)
	// The dialler is asked directly, as if the name had passed the first check: what it resolves to is what counts.
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"} {
		_, err = guard(t).dial(t.Context(), "tcp", host+":"+u.Port())
		check.Fault(t, err, ErrBlocked)
	}
	_, err = get(t, guard(t).Client(Limits{}), srv.URL)
	check.Fault(t, err, ErrBlocked)
	check.Equal(t, reached, false)
	_, err = get(t, guard(t, "localhost").Client(Limits{}), "http://localhost:"+u.Port())
	check.NoError(t, err)
	check.Equal(t, reached, true)
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	srv := httptest.NewServer(mux)
	defer srv.Close()
	for path, to := range map[string]string{"/once": "/ok", "/loop": "/loop", "/meta": "http://169.254.169.254/", "/private": "http://10.0.0.1/", "/file": "file:///etc/passwd"} {
		mux.Handle(path, http.RedirectHandler(to, http.StatusFound))
	}
	mux.HandleFunc("/ok", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "fine") })
	c := guard(t, "127.0.0.1").Client(Limits{})
	body, err := get(t, c, srv.URL+"/once")
	check.NoError(t, err)
	check.Equal(t, body, "fine")
	for path, want := range map[string]*fault.Def{"/loop": ErrRedirect, "/meta": ErrBlocked, "/private": ErrBlocked, "/file": ErrAddress} {
		_, err = get(t, c, srv.URL+path)
		check.Fault(t, err, want)
	}
	_, err = get(t, guard(t, "127.0.0.1").Client(Limits{Redirects: -1}), srv.URL+"/once")
	check.Fault(t, err, ErrRedirect)
	secure := httptest.NewTLSServer(http.RedirectHandler(srv.URL+"/ok", http.StatusFound))
	defer secure.Close()
	c.Transport = secure.Client().Transport
	_, err = get(t, c, secure.URL)
	check.Fault(t, err, ErrRedirect)
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	hang := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/exact":
			_, _ = io.WriteString(w, strings.Repeat("x", 1000))
		case "/declared":
			_, _ = io.WriteString(w, strings.Repeat("x", 1001))
		case "/streamed":
			_ = http.NewResponseController(w).Flush()
			_, _ = io.WriteString(w, strings.Repeat("x", 100_000))
		case "/slow":
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		}
	}))
	defer srv.Close()
	defer close(hang)
	g := guard(t, "127.0.0.0/8")
	c := g.Client(Limits{Response: 1000})
	body, err := get(t, c, srv.URL+"/exact")
	check.NoError(t, err)
	check.Equal(t, len(body), 1000)
	for _, path := range []string{"/declared", "/streamed"} {
		_, err = get(t, c, srv.URL+path)
		check.Fault(t, err, ErrTooLarge)
	}
	if _, err = get(t, g.Client(Limits{Timeout: 50 * time.Millisecond}), srv.URL+"/slow"); err == nil {
		t.Fatal("no time-out")
	}
	c.CloseIdleConnections()
}

func FuzzCheckURL(f *testing.F) {
	for _, s := range []string{"http://127.0.0.1", "https://[::1%25lo]/", "http://0x7f.1", "http://example.com:99999"} {
		f.Add(s)
	}
	g, err := NewGuard(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if g.CheckURL(s) != nil {
			return
		}
		u, err := url.Parse(s)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" {
			t.Fatalf("%q passes", s)
		}
		if a, err := netip.ParseAddr(u.Hostname()); err == nil && !Public(a) {
			t.Fatalf("%q passes", s)
		}
	})
}
