// Package config is the whole configuration of the program: one struct, filled from its defaults, a YAML file, the
// environment and the command line, each over the one before. A key that does not exist is an error that names the key
// and the nearest one that does; Validate is apart, so that a broken configuration can still be printed.
package config

import (
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Config is everything an operator can set. Every leaf has a doc line and, where it is not zero, a default; leaves
// marked secret are masked when printed.
type Config struct {
	Server   Server   `key:"server" doc:"Where the program is reached."`
	Data     Data     `key:"data" doc:"What the program keeps on this machine."`
	Database Database `key:"database" doc:"The database."`
	Bus      Bus      `key:"bus" doc:"The message bus between the parts of the program."`
	Roles    []string `key:"roles" default:"all" doc:"What this process does: all, or some of gateway, core, routing, ai, voice, analytics."`
	Blob     Blob     `key:"blob" doc:"Uploaded files."`
	Secret   Secret   `key:"secret" doc:"The root key that protects stored secrets and files."`
	Log      Log      `key:"log" doc:"The log, written to standard error."`
	Limits   Limits   `key:"limits" doc:"What one person or one request may use."`
	Egress   Egress   `key:"egress" doc:"Requests that the program makes to other machines, such as webhooks."`
	Visitors Visitors `key:"visitors" doc:"Who is on the company's sites."`
	Start    Start    `key:"start" doc:"What a new workspace can begin with."`
	Metrics  Metrics  `key:"metrics" doc:"Figures for Prometheus at /metrics."`
	Demo     bool     `key:"demo" doc:"Start with a sample workspace that can be removed again."`
}

// Server is where the program is reached.
type Server struct {
	Listen         string        `key:"listen" default:"127.0.0.1:8080" doc:"Address and port to listen on."`
	BaseURL        string        `key:"base_url" doc:"Address that people type, such as https://desk.example.com. Empty: taken from the request; links in mails and cookies marked Secure need it."`
	TrustedProxies []string      `key:"trusted_proxies" doc:"Networks of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto headers are believed, such as 10.0.0.0/8."`
	TLSCert        string        `key:"tls_cert" doc:"Certificate file (PEM). Empty: plain HTTP, for use behind a proxy."`
	TLSKey         string        `key:"tls_key" doc:"Key file (PEM) of the certificate."`
	Drain          time.Duration `key:"drain" default:"20s" doc:"How long a stopping process lets requests and sockets finish."`
}

// BehindProxy reports whether the settings tell of a proxy on the way here: then an address says nothing about who asks.
func (s Server) BehindProxy() bool {
	return len(s.TrustedProxies) > 0 || s.TLSCert == "" && strings.HasPrefix(s.BaseURL, "https://")
}

// Data is what the program keeps on this machine.
type Data struct {
	Dir string `key:"dir" default:"data" doc:"Folder of the database, the uploaded files and the root key. Made when missing."`
}

// Database says which database and how.
type Database struct {
	Engine  string `key:"engine" default:"sqlite" doc:"sqlite (a file in the data folder, one process) or postgres."`
	DSN     string `key:"dsn" secret:"true" doc:"Connection string of PostgreSQL, such as postgres://user:password@host/frontdesk."`
	Readers int    `key:"readers" default:"0" doc:"Read connections to SQLite. 0: one for each processor, at least 4."`
	Conns   int    `key:"conns" default:"32" doc:"Connections to PostgreSQL."`
	Queue   int    `key:"queue" default:"4096" doc:"Units of work that may wait for the SQLite writer before callers are told to try again."`
}

// Bus is the message bus between the parts of the program.
type Bus struct {
	URLs  []string `key:"urls" secret:"true" doc:"Addresses of NATS servers. Empty: a server inside this process that nobody else can reach."`
	Creds string   `key:"creds" doc:"Credentials file for the NATS servers."`
}

// Embedded reports whether the bus runs inside this process.
func (b Bus) Embedded() bool { return len(b.URLs) == 0 }

// Blob is where uploaded files are kept.
type Blob struct {
	Kind   string `key:"kind" default:"folder" doc:"folder: files in a folder, encrypted."`
	Path   string `key:"path" doc:"The folder. Empty: files in the data folder."`
	Shared bool   `key:"shared" doc:"The folder is on storage that all nodes share. Needed when the roles run in several processes."`
}

// Secret is where the root key comes from.
type Secret struct {
	KeyFile string   `key:"key_file" doc:"File of the root keys, readable by its owner only; made on first start. Empty: secret.key in the data folder."`
	Keys    []string `key:"keys" secret:"true" doc:"Root keys (32 bytes, base64), newest first, instead of the file. The first one seals, all of them open."`
}

// Log says what the log looks like.
type Log struct {
	Level  string `key:"level" default:"info" doc:"debug, info, warn or error."`
	Format string `key:"format" default:"auto" doc:"json, text, or auto: text on a terminal, otherwise json."`
}

// Limits bound what one person or one request may use.
type Limits struct {
	UploadMB      int `key:"upload_mb" default:"25" doc:"Size of one uploaded file in MB."`
	BodyKB        int `key:"body_kb" default:"256" doc:"Size of one request body other than a file in KB."`
	SignIns       int `key:"sign_ins" default:"20" doc:"Sign-in attempts per minute from one address."`
	Requests      int `key:"requests" default:"1200" doc:"Requests per minute of one signed-in person or token."`
	VisitorWrites int `key:"visitor_writes" default:"60" doc:"Requests of one visitor at once, and four times as many per minute. Of what visitors write, ten times as much per minute from one address."`
	VisitorStarts int `key:"visitor_starts" default:"600" doc:"New visitors per minute from one address."`
	SocketOpens   int `key:"socket_opens" default:"3000" doc:"New live connections per minute from one address. A whole office behind one address reconnects at once after an update."`
	Sockets       int `key:"sockets" default:"50000" doc:"Open live connections of this process."`
}

// Egress bounds the requests that the program makes to other machines.
type Egress struct {
	Allow []string `key:"allow" doc:"Private hosts and networks that may be reached all the same, such as erp.internal or 10.1.0.0/16. All public addresses may."`
}

// Visitors says where visitors' regions come from. Nobody else is asked.
type Visitors struct {
	RegionFile   string `key:"region_file" doc:"A file in MMDB format that says where addresses are, such as one with cities. Empty: no regions, or those of region_header."`
	RegionHeader string `key:"region_header" doc:"Header in which a trusted proxy (server.trusted_proxies) says where a visitor is: two letters of a country, or words. Goes before region_file."`
}

// Start says what a new workspace can begin with.
type Start struct {
	Templates string `key:"templates" doc:"A folder with templates of your own, a YAML or JSON file each; see docs/subsystems/templates.md. They stand beside those of the program; one with the same key replaces it. Empty: none."`
}

// Metrics says who may read /metrics.
type Metrics struct {
	Listen string `key:"listen" doc:"A separate address for /metrics without a token, such as 127.0.0.1:9090."`
	Token  string `key:"token" secret:"true" doc:"Bearer token for /metrics at the main address. Empty: answered to this machine only, and to nobody behind a proxy (server.trusted_proxies, or an https server.base_url without server.tls_cert)."`
}

// The roles a process can have.
const (
	RoleAll       = "all"
	RoleGateway   = "gateway"
	RoleCore      = "core"
	RoleRouting   = "routing"
	RoleAI        = "ai"
	RoleVoice     = "voice"
	RoleAnalytics = "analytics"
)

// Has reports whether this process has a role; the role all is every role.
func (c Config) Has(role string) bool {
	return slices.Contains(c.Roles, RoleAll) || slices.Contains(c.Roles, role)
}

// OpensDatabase reports whether a role of this process works on the database; the others ask over the bus.
func (c Config) OpensDatabase() bool {
	return c.Has(RoleCore) || c.Has(RoleRouting) || c.Has(RoleAnalytics)
}

// DatabaseFile is the SQLite file.
func (c Config) DatabaseFile() string { return filepath.Join(c.Data.Dir, "frontdesk.db") }

// KeyFile is the file of the root keys.
func (c Config) KeyFile() string { return c.under(c.Secret.KeyFile, "secret.key") }

// BlobDir is the folder of uploaded files.
func (c Config) BlobDir() string { return c.under(c.Blob.Path, "files") }

func (c Config) under(path, name string) string {
	if path != "" {
		return path
	}
	return filepath.Join(c.Data.Dir, name)
}
