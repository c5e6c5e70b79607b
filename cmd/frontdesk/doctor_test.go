package main

import (
	"os"
	"path/filepath"
	"testing"

	"frontdesk/internal/check"
)

func TestDoctorFindsNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	got := call(t, nil, "doctor", "--data", dir)
	check.Equal(t, got.code, exitOK)
	contains(t, got.out, []string{"ok    configuration", "ok    clock", "ok    data folder", "ok    free space", "ok    root key", "ok    database", "ok    message bus"})
	if _, err := os.Stat(dir); err == nil {
		t.Error("the doctor has made the data folder")
	}
	contains(t, call(t, []string{"LANG=zh_CN.UTF-8"}, "doctor", "--data", dir).out, []string{"ok    数据目录", "首次启动时创建"})
}

func TestDoctorFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	inTheWay := filepath.Join(dir, "file")
	check.NoError(t, os.WriteFile(inTheWay, nil, 0o600))
	openKey := filepath.Join(dir, "open.key")
	check.NoError(t, os.WriteFile(openKey, []byte("x"), 0o600))
	check.NoError(t, os.Chmod(openKey, os.FileMode(0o640)))
	damaged := t.TempDir()
	check.NoError(t, os.WriteFile(filepath.Join(damaged, "frontdesk.db"), []byte("this is a text and no database, long enough to be read as one"), 0o600))
	for name, tc := range map[string]struct {
		args []string
		says []string
	}{
		"configuration": {[]string{"--set", "roles=gateway"}, []string{"FAIL  configuration", "config.invalid", "database.engine"}},
		"data folder":   {[]string{"--data", filepath.Join(inTheWay, "data")}, []string{"FAIL  data folder", "start.data_dir"}},
		"root key":      {[]string{"--data", dir, "--set", "secret.key_file=" + openKey}, []string{"FAIL  root key", "chmod 600"}},
		"database":      {[]string{"--data", damaged}, []string{"FAIL  database", "db.damaged"}},
		"PostgreSQL":    {[]string{"--data", dir, "--set", "database.engine=postgres", "--set", "database.dsn=postgres://x@127.0.0.1:1/x"}, []string{"FAIL  database", "db.unreachable"}},
		"message bus":   {[]string{"--data", dir, "--set", "bus.urls=nats://127.0.0.1:1"}, []string{"FAIL  message bus"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := call(t, nil, append([]string{"doctor"}, tc.args...)...)
			check.Equal(t, got.code, exitFailed)
			contains(t, got.out, tc.says)
			contains(t, got.errout, []string{"doctor.unwell"})
		})
	}
}
