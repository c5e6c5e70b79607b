package secret

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// FileName is the name of the key file in the data folder.
const FileName = "secret.key"

const keyFileHead = "# Frontdesk root keys, newest first. Keep a copy in a safe place: without it protected data is lost.\n"

// Load makes a Box from configured keys (base64, newest first), or, when there are none, from the key file, which is
// made if it does not exist.
func Load(keyFile string, configured []string) (*Box, error) {
	if len(configured) > 0 {
		return parse(configured)
	}
	text, err := os.ReadFile(filepath.Clean(keyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return create(keyFile)
	}
	if err != nil {
		return nil, ErrKeyFile.Wrap(err)
	}
	info, err := os.Stat(keyFile)
	if err != nil {
		return nil, ErrKeyFile.Wrap(err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, ErrKeyFile.Wrap(fmt.Errorf("%s can be read by others (mode %o); run: chmod 600 %[1]s", keyFile, info.Mode().Perm()))
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	box, err := parse(lines)
	if err != nil {
		return nil, ErrKeyFile.Wrap(fmt.Errorf("%s: %w", keyFile, err))
	}
	return box, nil
}

// NewKey is a fresh root key in the form that the key file and the configuration hold.
func NewKey() string {
	raw := make([]byte, keySize)
	rand.Read(raw)
	return base64.StdEncoding.EncodeToString(raw)
}

func parse(lines []string) (*Box, error) {
	keys := make([][]byte, 0, len(lines))
	for i, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil {
			// The cause is dropped on purpose: it could quote a part of the key.
			return nil, ErrKey.Wrap(fmt.Errorf("root key %d is not base64", i+1))
		}
		keys = append(keys, raw)
	}
	return New(keys...)
}

// create writes a new key file. A link, not a rename, puts it in place: when two processes start at the same time, the
// second one fails to link and reads the first one's key.
func create(keyFile string) (*Box, error) {
	dir := filepath.Dir(keyFile)
	tmp, err := os.CreateTemp(dir, ".secret-*") // mode 0600
	if err != nil {
		return nil, ErrKeyFile.Wrap(err)
	}
	var text bytes.Buffer
	text.WriteString(keyFileHead + NewKey() + "\n")
	_, err = tmp.Write(text.Bytes())
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err == nil {
		err = os.Link(tmp.Name(), keyFile)
	}
	if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	if err = errors.Join(err, os.Remove(tmp.Name()), syncDir(dir)); err != nil {
		return nil, ErrKeyFile.Wrap(err)
	}
	return Load(keyFile, nil)
}

func syncDir(dir string) error {
	d, err := os.Open(filepath.Clean(dir))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
