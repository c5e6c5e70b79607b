package main

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/internal/app"
	"frontdesk/internal/platform/config"
)

func backup(ctx context.Context, e env) error {
	return between(ctx, e, "backup", "to", "new `DIR` for the copy", app.Backup,
		"%s: the database and the files. Keep %s elsewhere; without the root key they cannot be opened.\n",
		"%s：已备份数据库和文件。请将 %s 另行保存；没有根密钥将无法解开这些数据。\n",
		"%s: the files. Back up the database with pg_dump, before this. Keep the root key (%s, or secret.keys) elsewhere.\n",
		"%s：已备份文件。请先用 pg_dump 备份数据库，并另行保存根密钥（%s 或 secret.keys）。\n")
}

func restore(ctx context.Context, e env) error {
	return between(ctx, e, "restore", "from", "`DIR` that frontdesk backup made", app.Restore,
		"%s is restored. Put the root key of that time at %s before you start.\n",
		"已从 %s 恢复。启动前请将当时的根密钥放到 %s。\n",
		"The files of %s are restored and the database has a new epoch. The root key of that time belongs at %s, or in secret.keys.\n",
		"已从 %s 恢复文件，数据库已开启新纪元。当时的根密钥应放在 %s 或 secret.keys 中。\n")
}

// between runs one that copies between the data and another folder, and says what remains to be done: in English and Chinese,
// for SQLite and PostgreSQL.
func between(ctx context.Context, e env, name, flag, usage string, do func(context.Context, config.Config, string) error, said ...string) error {
	o := newOptions(e, name)
	dir := o.flags.String(flag, "", usage)
	if err := o.parse(e.args); err != nil {
		return err
	}
	if *dir == "" {
		return usageError("%s needs --%s DIR", name, flag)
	}
	c, err := o.config(e)
	if err != nil {
		return err
	}
	if err := do(ctx, c, *dir); err != nil {
		return err
	}
	if c.Database.Engine == "postgres" {
		said = said[2:]
	}
	if strings.HasPrefix(language(e.vars), "zh") {
		said = said[1:]
	}
	_, err = fmt.Fprintf(e.out, said[0], *dir, c.KeyFile())
	return err
}
