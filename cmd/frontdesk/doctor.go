package main

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/internal/app"
	"frontdesk/internal/platform/config"
)

func doctor(ctx context.Context, e env) error {
	o := newOptions(e, "doctor")
	if err := o.parse(e.args); err != nil {
		return err
	}
	c, err := config.Load(config.Sources{File: o.file, Env: e.vars, Set: o.set})
	if err != nil {
		return err
	}
	failed, chinese := 0, strings.HasPrefix(language(e.vars), "zh")
	for _, f := range app.Examine(ctx, c) {
		name, note := f.En, f.NoteEn
		if chinese {
			name, note = f.Zh, f.NoteZh
		}
		if f.Err == nil {
			_, _ = fmt.Fprintf(e.out, "ok    %s  %s\n", name, note)
			continue
		}
		failed++
		_, _ = fmt.Fprintf(e.out, "FAIL  %s\n", name)
		explain(env{vars: e.vars, errout: e.out}, f.Err)
	}
	if failed > 0 {
		return app.ErrUnwell.With("count", failed)
	}
	return nil
}
