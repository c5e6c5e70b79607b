package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/internal/check"
)

// called is what a command line leads to.
type called struct {
	code        int
	out, errout string
}

func call(t *testing.T, vars []string, args ...string) called {
	t.Helper()
	var out, errout bytes.Buffer
	code := run(t.Context(), env{args: args, vars: vars, out: &out, errout: &errout})
	return called{code, out.String(), errout.String()}
}

func TestCommandLine(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	check.NoError(t, os.WriteFile(broken, []byte("server:\n  listn: x\n"), 0o600))
	for name, tc := range map[string]struct {
		args []string
		vars []string
		code int
		out  []string
		err  []string
	}{
		"nothing":             {nil, nil, exitOK, []string{"serve", "config", "openapi", "bench", "doctor", "backup", "restore", "version", "--demo"}, nil},
		"help":                {[]string{"--help"}, nil, exitOK, []string{"Commands:"}, nil},
		"version":             {[]string{"version"}, nil, exitOK, []string{"frontdesk dev"}, nil},
		"unknown command":     {[]string{"sevre"}, nil, exitUsage, nil, []string{`"sevre"`, "frontdesk help"}},
		"unknown flag":        {[]string{"serve", "--lisen", "x"}, nil, exitUsage, nil, []string{"-lisen", "-listen"}},
		"too many words":      {[]string{"doctor", "now", "please"}, nil, exitUsage, nil, []string{`"now please"`}},
		"backup to nowhere":   {[]string{"backup"}, nil, exitUsage, nil, []string{"--to DIR"}},
		"restore of nothing":  {[]string{"restore", "--from", "/does/not/exist", "--data", filepath.Join(t.TempDir(), "new")}, []string{"LANG=zh_CN"}, exitFailed, nil, []string{"restore.no_backup", "没有可复制的数据库备份"}},
		"config of nothing":   {[]string{"config"}, nil, exitUsage, nil, []string{"print or doc"}},
		"config of something": {[]string{"config", "edit"}, nil, exitUsage, nil, []string{`"edit"`}},
		"config doc":          {[]string{"config", "doc"}, nil, exitOK, []string{"`server.listen`", "`FRONTDESK_SERVER_LISTEN`"}, nil},
		"config print":        {[]string{"config", "print", "--set", "database.queue=99"}, nil, exitOK, []string{"queue: 99"}, nil},
		"unknown key":         {[]string{"serve", "--set", "server.listne=x"}, nil, exitUsage, nil, []string{"server.listne", "server.listen", "config.unknown_key"}},
		"unknown variable":    {[]string{"doctor"}, []string{"FRONTDESK_SERVER_LISTNE=x"}, exitUsage, nil, []string{"FRONTDESK_SERVER_LISTNE", "server.listen"}},
		"unknown in file":     {[]string{"serve", "--config", broken}, nil, exitUsage, nil, []string{"server.listn", "line 2", "server.listen"}},
		"no such file":        {[]string{"serve", "--config", "/does/not/exist.yaml"}, nil, exitUsage, nil, []string{"/does/not/exist.yaml"}},
		"impossible value":    {[]string{"serve", "--listen", "8080"}, nil, exitUsage, nil, []string{"server.listen", "127.0.0.1:8080"}},
		"impossible mix":      {[]string{"serve", "--set", "roles=gateway"}, nil, exitUsage, nil, []string{"database.engine", "postgres", "bus.urls"}},
		"in Chinese":          {[]string{"serve", "--set", "server.listne=x"}, []string{"LANG=zh_CN.UTF-8"}, exitUsage, nil, []string{"没有名为 server.listne 的配置项"}},
		"openapi":             {[]string{"openapi"}, nil, exitOK, []string{"openapi: 3.1.0", "operationId: signIn"}, nil},
		"openapi as JSON":     {[]string{"openapi", "--json"}, nil, exitOK, []string{`"operationId": "signIn"`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := call(t, tc.vars, tc.args...)
			if got.code != tc.code {
				t.Errorf("code %d, want %d\n%s%s", got.code, tc.code, got.out, got.errout)
			}
			contains(t, got.out, tc.out)
			contains(t, got.errout, tc.err)
			if tc.code != exitOK && len(got.out) > 0 {
				t.Errorf("an error goes to the other stream: %s", got.out)
			}
		})
	}
}

func contains(t *testing.T, text string, parts []string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q does not say %q", text, p)
		}
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for want, vars := range map[string][]string{
		"en":          {"HOME=/root"},
		"zh_cn.utf-8": {"LANG=zh_CN.UTF-8"},
		"de_de":       {"LANG=zh_CN.UTF-8", "LC_ALL=de_DE"},
		"zh_tw":       {"LANG=en_US", "LC_MESSAGES=zh_TW", "LC_ALL="},
	} {
		check.Equal(t, language(vars), want)
	}
}
