package main

import (
	"context"

	"frontdesk/internal/platform/config"
)

func showConfig(_ context.Context, e env) error {
	if len(e.args) == 0 {
		return usageError("config needs print or doc")
	}
	what := e.args[0]
	o := newOptions(e, "config "+what)
	if err := o.parse(e.args[1:]); err != nil {
		return err
	}
	switch what {
	case "print":
		c, err := o.config(e)
		if err != nil {
			return err
		}
		return c.Print(e.out)
	case "doc":
		return config.Doc(e.out)
	default:
		return usageError("config knows print and doc, not %q", what)
	}
}
