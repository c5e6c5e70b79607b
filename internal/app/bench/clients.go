package bench

import (
	"context"
	"io"
)

// ClientsCommand is the hidden sub-command of the process that plays visitors.
const ClientsCommand = "clients"

// Clients plays visitors.
func Clients(context.Context, io.Reader, io.Writer) error { return nil }
