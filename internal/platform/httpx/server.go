package httpx

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Server listens and drains.
type Server struct {
	srv      *http.Server
	log      *slog.Logger
	addr     atomic.Value // string
	draining atomic.Bool
	done     chan struct{}
}

// NewServer makes a server for a handler; addr is "host:port", port 0 takes a free one.
func NewServer(addr string, h http.Handler, log *slog.Logger) *Server {
	s := &Server{log: log, done: make(chan struct{})}
	s.srv = &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: 10 * time.Second, // slow senders of headers
		ReadTimeout:       2 * time.Minute,  // of a whole upload
		WriteTimeout:      5 * time.Minute,  // of a whole download; sockets are taken over and have their own
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	return s
}

// Secure makes the server speak TLS 1.3 with a certificate (PEM files). The files are read at once, so that a mistake
// shows before the port is open.
func (s *Server) Secure(certFile, keyFile string) error {
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return err
	}
	s.srv.TLSConfig = &tls.Config{
		Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS13,
		NextProtos: []string{"http/1.1"}, // sockets take a connection over, which HTTP/2 does not allow
	}
	return nil
}

// Start listens, and serves until Stop. It returns when the port is open.
func (s *Server) Start(ctx context.Context) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", s.srv.Addr)
	if err != nil {
		return err
	}
	if s.srv.TLSConfig != nil {
		l = tls.NewListener(l, s.srv.TLSConfig)
	}
	s.addr.Store(l.Addr().String())
	go func() {
		defer close(s.done)
		if err := s.srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("http server ended", slog.String("error", err.Error()))
		}
	}()
	return nil
}

// Addr is the address that Start opened.
func (s *Server) Addr() string {
	addr, _ := s.addr.Load().(string)
	return addr
}

// Draining reports whether Stop was called: readiness answers no, so that nobody new is sent here.
func (s *Server) Draining() bool { return s.draining.Load() }

// Stop takes no new connections, lets running requests end until the context does, then cuts the rest.
func (s *Server) Stop(ctx context.Context) error {
	s.draining.Store(true)
	err := s.srv.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.srv.Close())
	}
	if s.Addr() != "" {
		<-s.done
	}
	return err
}
