package config

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
)

func file(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "frontdesk.yaml")
	check.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestEverySettingIsDocumentedAndSupported(t *testing.T) {
	t.Parallel()
	var c Config
	envs := map[string]bool{}
	for _, l := range leavesOf(&c) {
		if l.doc == "" || strings.HasSuffix(l.key, ".") || !strings.HasSuffix(l.doc, ".") {
			t.Errorf("%q: needs a key and a sentence", l.key)
		}
		if envs[l.env()] {
			t.Errorf("%s is the variable of two settings", l.env())
		}
		envs[l.env()] = true
		switch l.value.Interface().(type) {
		case string, bool, int, time.Duration, []string:
		default:
			t.Errorf("%s: unsupported type %s", l.key, l.value.Type())
		}
	}
	var doc strings.Builder
	check.NoError(t, Doc(&doc))
	for _, l := range leavesOf(&c) {
		if !strings.Contains(doc.String(), "| `"+l.key+"` | `"+l.env()+"` |") {
			t.Errorf("the reference misses %s", l.key)
		}
	}
}

func TestDefaultsAreValid(t *testing.T) {
	t.Parallel()
	c, err := Load(Sources{})
	check.NoError(t, err)
	check.NoError(t, c.Validate())
	check.Equal(t, c.Server.Listen, "127.0.0.1:8080")
	check.Equal(t, c.Server.Drain, 20*time.Second)
	check.Equal(t, c.Roles, []string{"all"})
	check.Equal(t, c.KeyFile(), filepath.Join("data", "secret.key"))
	check.Equal(t, c.BlobDir(), filepath.Join("data", "files"))
	check.Equal(t, c.Has(RoleGateway) && c.OpensDatabase() && c.Bus.Embedded(), true)
}

func TestLaterSourcesWin(t *testing.T) {
	t.Parallel()
	secretFile := file(t, "postgres://from-file\n")
	c, err := Load(Sources{
		File: file(t, "# sample\nserver:\n  listen: 0.0.0.0:1\n  drain: 5s\n  trusted_proxies: [10.0.0.0/8, 127.0.0.1]\nlog: {level: debug}\nlimits:\ndemo: true\ndata: {dir: }\n"),
		Env:  []string{"FRONTDESK_SERVER_LISTEN=0.0.0.0:2", "FRONTDESK_LOG_FORMAT=json", "FRONTDESK_DATABASE_DSN_FILE=" + secretFile, "FRONTDESK_EGRESS_ALLOW=a.example, 10.0.0.0/8", "FRONTDESK_TEST_PG=x", "FRONTDESK_DATABASE_SERVICE_HOST=10.0.0.1", "PATH=/bin"},
		Set:  []string{"server.listen=0.0.0.0:3", "demo=false"},
	})
	check.NoError(t, err)
	check.Equal(t, c.Server.Listen, "0.0.0.0:3")
	check.Equal(t, c.Server.Drain, 5*time.Second)
	check.Equal(t, c.Server.TrustedProxies, []string{"10.0.0.0/8", "127.0.0.1"})
	check.Equal(t, c.Log, Log{Level: "debug", Format: "json"})
	check.Equal(t, c.Database.DSN, "postgres://from-file")
	check.Equal(t, c.Egress.Allow, []string{"a.example", "10.0.0.0/8"})
	check.Equal(t, c.Demo, false)
	check.Equal(t, c.Data.Dir, "data")
}

func TestMistakesAreNamed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		src  Sources
		want *fault.Def
		says []string
	}{
		"typo in file":    {Sources{File: file(t, "server:\n  listn: x\n")}, ErrUnknown, []string{"server.listn", "line 2", "server.listen"}},
		"unknown section": {Sources{File: file(t, "sever:\n  listen: x\n")}, ErrUnknown, []string{"sever"}},
		"typo in env":     {Sources{Env: []string{"FRONTDESK_DATABASE_ENGIN=x"}}, ErrUnknown, []string{"FRONTDESK_DATABASE_ENGIN", "database.engine"}},
		"typo in flag":    {Sources{Set: []string{"log.levl=x"}}, ErrUnknown, []string{"log.level"}},
		"twice":           {Sources{File: file(t, "demo: true\ndemo: false\n")}, ErrTwice, []string{"demo"}},
		"number":          {Sources{Env: []string{"FRONTDESK_LIMITS_UPLOAD_MB=many"}}, ErrValue, []string{"limits.upload_mb", "whole number"}},
		"bool":            {Sources{Set: []string{"demo=perhaps"}}, ErrValue, []string{"true or false"}},
		"duration":        {Sources{File: file(t, "server: {drain: 20}\n")}, ErrValue, []string{"server.drain"}},
		"list for one":    {Sources{File: file(t, "log: {level: [a]}\n")}, ErrValue, []string{"log.level"}},
		"map in list":     {Sources{File: file(t, "roles: [{a: b}]\n")}, ErrValue, []string{"roles"}},
		"value, section":  {Sources{File: file(t, "server: 8080\n")}, ErrValue, []string{"server"}},
		"not yaml":        {Sources{File: file(t, "server: [\n")}, ErrFile, []string{"frontdesk.yaml"}},
		"no file":         {Sources{File: "/does/not/exist.yaml"}, ErrFile, []string{"/does/not/exist.yaml"}},
		"no secret file":  {Sources{Env: []string{"FRONTDESK_METRICS_TOKEN_FILE=/does/not/exist"}}, ErrFile, []string{"/does/not/exist"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(tc.src)
			check.Fault(t, err, tc.want)
			for _, s := range tc.says {
				if got := fault.From(err).Sentence("en"); !strings.Contains(got, s) {
					t.Errorf("%q does not say %q", got, s)
				}
			}
		})
	}
}

func TestValidateNamesTheKeys(t *testing.T) {
	t.Parallel()
	key := base64.StdEncoding.EncodeToString(make([]byte, 32))
	split := []string{"roles=core,gateway", "database.engine=postgres", "database.dsn=postgres://x", "bus.urls=nats://a:4222", "blob.shared=true", "secret.keys=" + key}
	for set, want := range map[string]string{
		"server.listen=8080": "server.listen", "server.base_url=desk.example.com": "server.base_url", "server.base_url=https://u:p@x": "server.base_url",
		"server.trusted_proxies=proxy": "server.trusted_proxies", "server.tls_cert=a.pem": "server.tls_key", "server.tls_key=a.pem": "server.tls_cert",
		"server.drain=1h": "server.drain", "data.dir=": "data.dir", "limits.body_kb=63": "limits.body_kb", "limits.upload_mb=0": "limits.upload_mb",
		"log.level=loud": "log.level", "log.format=xml": "log.format", "blob.kind=tape": "blob.kind", "database.engine=mysql": "database.engine",
		"database.engine=postgres": "database.dsn", "database.dsn=postgres://x": "database.engine", "secret.keys=short": "secret.keys",
		"bus.urls=localhost": "bus.urls", "egress.allow=a b": "egress.allow", "metrics.listen=x": "metrics.listen", "metrics.token=short": "metrics.token",
		"roles=": "roles", "roles=all,core": "roles", "roles=cook": "roles", "roles=ai,ai": "roles",
	} {
		c, err := Load(Sources{Set: []string{set}})
		check.NoError(t, err)
		if got := keysOf(c.Validate()); !slices.Contains(got, want) {
			t.Errorf("%s: complains about %v, want %s", set, got, want)
		}
	}
	c, err := Load(Sources{Set: split})
	check.NoError(t, err)
	check.NoError(t, c.Validate())
	for i, want := range []string{"", "database.engine", "database.dsn", "bus.urls", "blob.shared", "secret.keys"} {
		if want == "" {
			continue
		}
		c, err = Load(Sources{Set: slices.Delete(slices.Clone(split), i, i+1)})
		check.NoError(t, err)
		if got := keysOf(c.Validate()); !slices.Contains(got, want) {
			t.Errorf("without %s: complains about %v", split[i], got)
		}
	}
	c, err = Load(Sources{Set: []string{"roles=gateway", "database.engine=postgres", "bus.urls=nats://a:4222", "secret.keys=" + key}})
	check.NoError(t, err)
	check.NoError(t, c.Validate())
	check.Equal(t, c.OpensDatabase(), false)
}

func keysOf(err error) []string {
	if err == nil {
		return nil
	}
	var out []string
	for _, f := range fault.From(err).Fields {
		out = append(out, f.Name)
	}
	return out
}

func TestPrintMasksSecretsAndLoadsAgain(t *testing.T) {
	t.Parallel()
	c, err := Load(Sources{Set: []string{"database.dsn=postgres://u:topsecret@h", "secret.keys=topsecret", "metrics.token=topsecret", "bus.urls=nats://u:topsecret@h", "server.drain=90s", "egress.allow=a,b"}})
	check.NoError(t, err)
	var out strings.Builder
	check.NoError(t, c.Print(&out))
	if strings.Contains(out.String(), "topsecret") {
		t.Fatalf("shows a secret:\n%s", out.String())
	}
	again, err := Load(Sources{File: file(t, out.String())})
	check.NoError(t, err)
	check.Equal(t, again.Server, c.Server)
	check.Equal(t, again.Egress, c.Egress)
	check.Equal(t, again.Metrics.Token, masked)
	check.Equal(t, reflect.DeepEqual(again.Limits, c.Limits), true)
}

func FuzzFile(f *testing.F) {
	f.Add("server:\n  listen: x\n")
	f.Add("a: &a [*a]\n")
	f.Add("? {a: b}\n: c")
	path := filepath.Join(f.TempDir(), "f.yaml")
	f.Fuzz(func(t *testing.T, s string) {
		check.NoError(t, os.WriteFile(path, []byte(s), 0o600))
		if c, err := Load(Sources{File: path}); err == nil {
			_ = c.Validate()
			check.NoError(t, c.Print(&strings.Builder{}))
		}
	})
}
