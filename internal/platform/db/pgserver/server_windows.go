package pgserver

import "errors"

// Server is a running one.
type Server struct{ DSN, Dir string }

// Settings of a server.
const (
	Fast    = ""
	Durable = ""
)

// Start does not work here: name a server instead.
func Start(string, string, ...string) (*Server, error) {
	return nil, errors.New("throw-away servers are not made on Windows")
}

// Stop ends the server.
func (s *Server) Stop() error { return nil }
