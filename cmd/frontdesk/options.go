package main

import (
	"flag"
	"strings"

	"frontdesk/internal/platform/config"
)

// options are the flags that several sub-commands share. Every key of the configuration can be set with --set.
type options struct {
	flags *flag.FlagSet
	file  string
	set   []string
}

func newOptions(e env, name string) *options {
	o := &options{flags: flag.NewFlagSet("frontdesk "+name, flag.ContinueOnError)}
	o.flags.SetOutput(e.errout)
	o.flags.StringVar(&o.file, "config", "", "configuration `FILE` (YAML)")
	o.flags.Func("set", "set one `KEY=VALUE` of the configuration", func(v string) error {
		o.set = append(o.set, v)
		return nil
	})
	o.alias("data", "data.dir", "`DIR` for database, files and root key")
	return o
}

// alias is a flag that sets one key.
func (o *options) alias(name, key, usage string) {
	o.flags.Func(name, usage, func(v string) error {
		o.set = append(o.set, key+"="+v)
		return nil
	})
}

func (o *options) boolAlias(name, key, usage string) {
	o.flags.BoolFunc(name, usage, func(v string) error {
		o.set = append(o.set, key+"="+v)
		return nil
	})
}

// parse reads the command line; what is left over is an error.
func (o *options) parse(args []string) error {
	if err := o.flags.Parse(args); err != nil {
		return errUsage{err}
	}
	if rest := o.flags.Args(); len(rest) > 0 {
		return usageError("unexpected %q", strings.Join(rest, " "))
	}
	return nil
}

// config loads and checks the configuration.
func (o *options) config(e env) (config.Config, error) {
	c, err := config.Load(config.Sources{File: o.file, Env: e.vars, Set: o.set})
	if err != nil {
		return c, err
	}
	return c, c.Validate()
}
