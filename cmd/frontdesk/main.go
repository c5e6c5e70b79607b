// Command frontdesk is the whole product in one program: the server and the tools an operator needs beside it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"frontdesk/internal/base/fault"
)

// Exit codes, for scripts that call the program.
const (
	exitOK     = 0
	exitFailed = 1  // something went wrong while running
	exitUsage  = 2  // the command line or the configuration is wrong
	exitTryOn  = 75 // temporary: in use, busy, disk full (EX_TEMPFAIL of sysexits.h)
)

// command is one sub-command.
type command struct {
	name, args, about string
	run               func(ctx context.Context, e env) error
}

// env is what a sub-command gets from outside, so that tests can run it.
type env struct {
	args   []string
	vars   []string // as of os.Environ
	out    io.Writer
	errout io.Writer
}

func commands() []command {
	return []command{
		{"serve", "[--data DIR] [--listen HOST:PORT] [--demo] [--config FILE] [--set KEY=VALUE]", "run the server", serve},
		{"config", "print|doc [--config FILE]", "show the configuration in force, or describe every key", showConfig},
		{"openapi", "[--json]", "write the description of the API", openapi},
		{"bench", "store|chat|visitors|inbox|start [--json] [--db sqlite|postgres]", "measure against the raw limit of this machine", measure},
		{"doctor", "[--data DIR] [--config FILE]", "check configuration, folders, database and disk", doctor},
		{"backup", "--to DIR [--data DIR] [--config FILE]", "copy database (SQLite) and files, also while the server runs", backup},
		{"restore", "--from DIR [--data DIR] [--config FILE]", "put a back-up into an empty data folder, while no server runs", restore},
		{"version", "", "print the version", version},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, env{args: os.Args[1:], vars: os.Environ(), out: os.Stdout, errout: os.Stderr})
	stop()
	os.Exit(code) //nolint:forbidigo // the one place that ends the program
}

func run(ctx context.Context, e env) int {
	if len(e.args) == 0 || slices.Contains([]string{"help", "-h", "--help"}, e.args[0]) {
		usage(e.out)
		return exitOK
	}
	name := e.args[0]
	for _, c := range commands() {
		if c.name == name {
			e.args = e.args[1:]
			return report(e, c.run(ctx, e))
		}
	}
	_, _ = fmt.Fprintf(e.errout, "frontdesk: there is no command %q; frontdesk help lists them\n", name)
	return exitUsage
}

func usage(w io.Writer) {
	_, _ = fmt.Fprintln(w, "frontdesk: customer service for every channel, in one program\n\nCommands:")
	for _, c := range commands() {
		_, _ = fmt.Fprintf(w, "  %-8s %s\n           %s\n", c.name, c.args, c.about)
	}
	_, _ = fmt.Fprintln(w, "\nQuick look:  frontdesk serve --demo   then open http://127.0.0.1:8080")
}

// errUsage marks an error of the command line.
type errUsage struct{ error }

func usageError(format string, args ...any) error { return errUsage{fmt.Errorf(format, args...)} }

// report tells a person what went wrong, in their language and without a stack, and chooses the exit code.
func report(e env, err error) int {
	if err == nil || errors.Is(err, context.Canceled) {
		return exitOK
	}
	var bad errUsage
	if errors.As(err, &bad) {
		_, _ = fmt.Fprintf(e.errout, "frontdesk: %v\n", bad)
		return exitUsage
	}
	explain(e, err)
	var f *fault.Fault
	if !errors.As(err, &f) {
		return exitFailed
	}
	for inner := f; errors.As(f.Cause, &inner); { // the cause decides, not the part of the program that met it
		f = inner
	}
	switch f.Def.Kind {
	case fault.Invalid, fault.Malformed:
		return exitUsage
	case fault.Unavailable, fault.Conflict, fault.TooMany:
		return exitTryOn
	case fault.Unauthenticated, fault.Denied, fault.NotFound, fault.Gone, fault.TooLarge, fault.Unsupported, fault.Internal:
	}
	return exitFailed
}

// explain says what an error is about.
func explain(e env, err error) {
	var f *fault.Fault
	if errors.As(err, &f) {
		tell(e, f)
		return
	}
	_, _ = fmt.Fprintf(e.errout, "frontdesk: %v\n", err)
}

// tell prints a fault and everything it hides: the person at the command line is the operator.
func tell(e env, f *fault.Fault) {
	lang := language(e.vars)
	_, _ = fmt.Fprintf(e.errout, "frontdesk: %s [%s]\n", f.Sentence(lang), f.Def.Code)
	for _, fl := range f.Fields {
		_, _ = fmt.Fprintf(e.errout, "  %s: %s\n", fl.Name, fl.Sentence(lang))
	}
	var inner *fault.Fault
	switch {
	case f.Cause == nil:
	case errors.As(f.Cause, &inner):
		tell(e, inner)
	default:
		_, _ = fmt.Fprintf(e.errout, "  %v\n", f.Cause)
	}
}

// language is that of the terminal: LC_ALL, LC_MESSAGES, LANG.
func language(vars []string) string {
	for _, name := range []string{"LC_ALL=", "LC_MESSAGES=", "LANG="} {
		for _, v := range vars {
			if value, ok := strings.CutPrefix(v, name); ok && value != "" {
				return strings.ToLower(value)
			}
		}
	}
	return "en"
}
