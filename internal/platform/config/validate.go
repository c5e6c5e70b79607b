package config

import (
	"encoding/base64"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
)

// Validate reports everything that is wrong, each under the key it is about.
func (c Config) Validate() error {
	v := &checker{}
	v.server(c.Server)
	v.sizes(c)
	v.must(c.Data.Dir != "", "data.dir", "the name of a folder")
	v.choice("blob.kind", c.Blob.Kind, "folder")
	v.choice("log.level", c.Log.Level, "debug", "info", "warn", "error")
	v.choice("log.format", c.Log.Format, "auto", "json", "text")
	v.choice("database.engine", c.Database.Engine, "sqlite", "postgres")
	for _, k := range c.Secret.Keys {
		raw, err := base64.StdEncoding.DecodeString(k)
		v.must(err == nil && len(raw) == 32, "secret.keys", "a list of 32-byte keys in base64")
	}
	for _, u := range c.Bus.URLs {
		p, err := url.Parse(u)
		v.must(err == nil && p != nil && p.Host != "" && slices.Contains([]string{"nats", "tls", "ws", "wss"}, p.Scheme), "bus.urls", "a list of addresses such as nats://host:4222")
	}
	for _, a := range c.Egress.Allow {
		v.must(isNetwork(a) || hostName.MatchString(a), "egress.allow", "a list of host names and networks")
	}
	v.must(c.Metrics.Listen == "" || isListen(c.Metrics.Listen), "metrics.listen", "an address such as 127.0.0.1:9090")
	v.must(c.Metrics.Token == "" || len(c.Metrics.Token) >= 16, "metrics.token", "at least 16 characters long")
	v.mixes(c)
	return v.err()
}

type checker struct{ fields []fault.Field }

func (v *checker) must(ok bool, key, want string) {
	if !ok {
		v.add(key, errMust, want)
	}
}

func (v *checker) needs(ok bool, key, want string) {
	if !ok {
		v.add(key, errMix, want)
	}
}

// add records one complaint for each key: the first is the most basic.
func (v *checker) add(key string, d *fault.Def, want string) {
	if !slices.ContainsFunc(v.fields, func(f fault.Field) bool { return f.Name == key }) {
		v.fields = append(v.fields, fault.Field{Name: key, Def: d, Args: map[string]any{"want": want}})
	}
}

func (v *checker) choice(key, value string, allowed ...string) {
	v.must(slices.Contains(allowed, value), key, strings.Join(allowed, " / "))
}

func (v *checker) between(key string, n, from, to int, want string) {
	v.must(n >= from && n <= to, key, want)
}

func (v *checker) err() error {
	if len(v.fields) == 0 {
		return nil
	}
	return &fault.Fault{Def: ErrInvalid, Fields: v.fields}
}

func (v *checker) server(s Server) {
	v.must(isListen(s.Listen), "server.listen", "an address such as 127.0.0.1:8080")
	if s.BaseURL != "" {
		u, err := url.Parse(s.BaseURL)
		v.must(err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") && u.User == nil && u.RawQuery == "" && u.Fragment == "" &&
			strings.Trim(u.Path, "/") == "", "server.base_url", "an address such as https://desk.example.com, without a path")
	}
	for _, p := range s.TrustedProxies {
		v.must(isNetwork(p), "server.trusted_proxies", "a list of networks such as 10.0.0.0/8")
	}
	v.needs(s.TLSCert == "" || s.TLSKey != "", "server.tls_key", "the key of the certificate")
	v.needs(s.TLSKey == "" || s.TLSCert != "", "server.tls_cert", "the certificate of the key")
	v.must(s.Drain >= 0 && s.Drain <= 10*time.Minute, "server.drain", "0s – 10m")
}

func (v *checker) sizes(c Config) {
	v.between("limits.upload_mb", c.Limits.UploadMB, 1, 1024, "1 – 1024")
	v.between("limits.body_kb", c.Limits.BodyKB, 64, 65536, "64 – 65536")
	const rate = 1_000_000
	v.between("limits.sign_ins", c.Limits.SignIns, 1, rate, "1 – 1000000")
	v.between("limits.requests", c.Limits.Requests, 1, rate, "1 – 1000000")
	v.between("limits.visitor_writes", c.Limits.VisitorWrites, 1, rate, "1 – 1000000")
	v.between("limits.visitor_starts", c.Limits.VisitorStarts, 1, rate, "1 – 1000000")
	v.between("limits.socket_opens", c.Limits.SocketOpens, 1, rate, "1 – 1000000")
	v.between("limits.sockets", c.Limits.Sockets, 1, 10*rate, "1 – 10000000")
	v.between("database.readers", c.Database.Readers, 0, 256, "0 – 256")
	v.between("database.conns", c.Database.Conns, 1, 1000, "1 – 1000")
	v.between("database.queue", c.Database.Queue, 16, 1<<20, "16 – 1048576")
}

// mixes refuses what cannot work together: SQLite, a bus inside the process, a private folder and a private key are each
// good for one process that does everything.
func (v *checker) mixes(c Config) {
	v.must(len(c.Roles) > 0, "roles", "all, or some of gateway, core, routing, ai, voice, analytics")
	for i, r := range c.Roles {
		v.choice("roles", r, RoleAll, RoleGateway, RoleCore, RoleRouting, RoleAI, RoleVoice, RoleAnalytics)
		v.must(!slices.Contains(c.Roles[:i], r), "roles", "a list without repetitions")
	}
	all := slices.Contains(c.Roles, RoleAll)
	v.needs(!all || len(c.Roles) == 1, "roles", "either all, or single roles")
	v.needs(c.Database.Engine != "postgres" || c.Database.DSN != "" || !c.OpensDatabase(), "database.dsn", "the connection string of PostgreSQL")
	v.needs(c.Database.Engine != "sqlite" || c.Database.DSN == "", "database.engine", "postgres, because database.dsn is set")
	if all || len(c.Roles) == 0 {
		return
	}
	v.needs(c.Database.Engine != "sqlite", "database.engine", "postgres, because the roles run in several processes")
	v.needs(!c.Bus.Embedded(), "bus.urls", "NATS servers, because the roles run in several processes")
	v.needs(c.Blob.Shared || !c.Has(RoleCore), "blob.shared", "a folder on shared storage, because the roles run in several processes")
	v.needs(len(c.Secret.Keys) > 0 || c.Secret.KeyFile != "", "secret.keys", "the same root key on every node, because the roles run in several processes")
}

var hostName = regexp.MustCompile(`^(\*\.)?[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*$`)

func isNetwork(s string) bool {
	if _, err := netip.ParsePrefix(s); err == nil {
		return true
	}
	_, err := netip.ParseAddr(s)
	return err == nil
}

func isListen(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}
