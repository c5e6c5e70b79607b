package main

import (
	"context"
	"fmt"

	"frontdesk/internal/app"
)

func openapi(_ context.Context, e env) error {
	o := newOptions(e, "openapi")
	asJSON := o.flags.Bool("json", false, "JSON instead of YAML")
	if err := o.parse(e.args); err != nil {
		return err
	}
	doc, err := app.OpenAPI(*asJSON)
	if err != nil {
		return err
	}
	_, err = e.out.Write(doc)
	return err
}

func version(_ context.Context, e env) error {
	_, err := fmt.Fprintln(e.out, "frontdesk", app.Version)
	return err
}
