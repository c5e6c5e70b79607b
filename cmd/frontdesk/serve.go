package main

import (
	"context"

	"frontdesk/internal/app"
)

func serve(ctx context.Context, e env) error {
	o := newOptions(e, "serve")
	o.alias("listen", "server.listen", "`HOST:PORT` to listen on")
	o.boolAlias("demo", "demo", "start with a sample workspace")
	if err := o.parse(e.args); err != nil {
		return err
	}
	c, err := o.config(e)
	if err != nil {
		return err
	}
	return app.Serve(ctx, c, e.out, e.errout)
}
