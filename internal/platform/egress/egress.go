// Package egress makes the requests that people and partners make the program send, such as webhooks, without letting
// them reach what only the program can reach: its own machine, the private network, the cloud's metadata service.
//
// The address is checked after the name was resolved, on the very connection that is opened, and again for every
// redirect: a name that answers differently the second time gains nothing.
package egress

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Limits of one request. Zero means the default.
type Limits struct {
	Timeout   time.Duration // of everything, the body included; 10 s
	Response  int64         // bytes of the answer's body; 1 MiB
	Redirects int           // 3; negative: none
}

// Guard decides which addresses may be reached.
type Guard struct {
	networks []netip.Prefix
	hosts    []string // lower case; "*.x" is every name below x
	resolver *net.Resolver
}

// NewGuard makes a Guard that lets all public addresses through, and of the others those that allow names: host names
// ("erp.internal", "*.corp.example"), addresses and networks.
func NewGuard(allow []string) (*Guard, error) {
	g := &Guard{resolver: net.DefaultResolver}
	for _, entry := range allow {
		entry = strings.ToLower(strings.TrimSpace(entry))
		if p, err := netip.ParsePrefix(entry); err == nil {
			g.networks = append(g.networks, p.Masked())
		} else if a, err := netip.ParseAddr(entry); err == nil {
			g.networks = append(g.networks, netip.PrefixFrom(a, a.BitLen()))
		} else if entry != "" && !strings.ContainsAny(entry, "/: ") {
			g.hosts = append(g.hosts, entry)
		} else {
			return nil, ErrConfig.With("entry", entry)
		}
	}
	return g, nil
}

// CheckURL refuses, when somebody enters it, an address that could never be reached. It resolves nothing; the real check
// is made on every connection.
func (g *Guard) CheckURL(raw string) error {
	u, err := url.Parse(raw)
	if err != nil {
		return ErrAddress.New() // without the cause, which quotes the address
	}
	return g.checkURL(u)
}

func (g *Guard) checkURL(u *url.URL) error {
	if u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
		return ErrAddress.New()
	}
	host := name(u.Hostname())
	if addr, err := netip.ParseAddr(host); err == nil {
		return g.checkAddr(host, addr)
	}
	if !g.allowedHost(host) && (host == "localhost" || strings.HasSuffix(host, ".localhost")) {
		return ErrBlocked.New()
	}
	return nil
}

// name is the form in which host names are compared.
func name(host string) string { return strings.ToLower(strings.TrimSuffix(host, ".")) }

func (g *Guard) allowedHost(host string) bool {
	return slices.ContainsFunc(g.hosts, func(h string) bool {
		parent, wild := strings.CutPrefix(h, "*")
		return h == host || wild && strings.HasSuffix(host, parent) && len(host) > len(parent)
	})
}

// checkAddr decides about an address that host resolved to.
func (g *Guard) checkAddr(host string, addr netip.Addr) error {
	addr = embedded(addr)
	if Public(addr) || g.allowedHost(host) {
		return nil
	}
	if slices.ContainsFunc(g.networks, func(p netip.Prefix) bool { return p.Contains(addr) }) {
		return nil
	}
	return ErrBlocked.New()
}

// Client makes an HTTP client behind the guard. It uses no proxy of the environment, which would resolve names itself.
func (g *Guard) Client(l Limits) *http.Client {
	if l.Timeout <= 0 {
		l.Timeout = 10 * time.Second
	}
	if l.Response <= 0 {
		l.Response = 1 << 20
	}
	if l.Redirects == 0 {
		l.Redirects = 3
	}
	t := &http.Transport{
		DialContext:            g.dial,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    5 * time.Second,
		ResponseHeaderTimeout:  l.Timeout,
		MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    4,
		MaxConnsPerHost:        16,
		IdleConnTimeout:        60 * time.Second,
	}
	return &http.Client{
		Transport: bounded{t, g, l.Response},
		Timeout:   l.Timeout,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > l.Redirects {
				return ErrRedirect.New()
			}
			if via[0].URL.Scheme == "https" && r.URL.Scheme != "https" {
				return ErrRedirect.Wrap(errors.New("from https to http"))
			}
			return g.checkURL(r.URL)
		},
	}
}

// dial resolves a name, keeps the addresses that may be reached, and connects to one of them. The control function sees
// the address that the socket really connects to, and has the last word.
func (g *Guard) dial(ctx context.Context, network, hostport string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		return nil, ErrAddress.Wrap(err)
	}
	host = name(host)
	d := net.Dialer{
		Timeout:  5 * time.Second,
		Resolver: g.resolver,
		ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
			ap, err := netip.ParseAddrPort(address)
			if err != nil {
				return ErrBlocked.Wrap(err)
			}
			return g.checkAddr(host, ap.Addr())
		},
	}
	return d.DialContext(ctx, network, hostport)
}

// bounded checks every request and cuts the answer off.
type bounded struct {
	next  http.RoundTripper
	guard *Guard
	max   int64
}

// RoundTrip sends one request.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := b.guard.checkURL(r.URL); err != nil {
		return nil, err
	}
	res, err := b.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if res.ContentLength > b.max {
		return nil, errors.Join(ErrTooLarge.New(), res.Body.Close())
	}
	res.Body = &limitedBody{res.Body, b.max}
	return res, nil
}

// CloseIdleConnections lets http.Client close what is kept open.
func (b bounded) CloseIdleConnections() {
	if c, ok := b.next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// limitedBody answers what is longer than the limit with an error instead of silently cutting it.
type limitedBody struct {
	io.ReadCloser
	left int64
}

// Read reads up to the limit.
func (l *limitedBody) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.ReadCloser.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, ErrTooLarge.New()
	}
	return n, err
}
