package httpx_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/httpx"
)

func TestServerSpeaksTLS13Only(t *testing.T) {
	t.Parallel()
	certFile, keyFile, roots := certificate(t)
	s := httpx.NewServer("127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hi")) }),
		slog.New(slog.DiscardHandler))
	if err := s.Secure(keyFile, keyFile); err == nil {
		t.Error("a key passed for a certificate")
	}
	check.NoError(t, s.Secure(certFile, keyFile))
	check.NoError(t, s.Start(t.Context()))
	t.Cleanup(func() { check.NoError(t, s.Stop(context.WithoutCancel(t.Context()))) })
	for version, ok := range map[uint16]bool{tls.VersionTLS13: true, tls.VersionTLS12: false} {
		c, err := (&tls.Dialer{Config: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12, MaxVersion: version}}).DialContext(t.Context(), "tcp", s.Addr())
		if (err == nil) != ok {
			t.Errorf("version %x: %v", version, err)
		}
		if err == nil {
			_ = c.Close()
		}
	}
}

func certificate(t *testing.T) (certFile, keyFile string, roots *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	check.NoError(t, err)
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	check.NoError(t, err)
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	dir := t.TempDir()
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	check.NoError(t, os.WriteFile(certFile, certPEM, 0o600))
	check.NoError(t, os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), 0o600))
	roots = x509.NewCertPool()
	roots.AppendCertsFromPEM(certPEM)
	return certFile, keyFile, roots
}
