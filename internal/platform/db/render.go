package db

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// tokens are the words in which the two schemas differ.
var tokens = map[Engine][]string{
	SQLite: {
		"${TEXT}", `TEXT`, "${INT}", `INTEGER`, "${BLOB}", `BLOB`, "${STRICT}", `STRICT`,
		"${SERIAL}", `INTEGER PRIMARY KEY AUTOINCREMENT`,
	},
	Postgres: {
		"${TEXT}", `TEXT COLLATE "C"`, "${INT}", `BIGINT`, "${BLOB}", `BYTEA`, "${STRICT}", ``,
		"${SERIAL}", `BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY`,
	},
}

// render is the folder of migrations as one engine reads them: tokens replaced, the other engine's sections left out.
func render(files fs.FS, folder string, e Engine) fs.FS {
	return rendered{files: files, folder: folder, engine: e}
}

type rendered struct {
	files  fs.FS
	folder string
	engine Engine
}

// Open opens a file or the folder.
func (r rendered) Open(name string) (fs.File, error) {
	full := path.Join(r.folder, name)
	f, err := r.files.Open(full)
	if err != nil || path.Ext(name) != ".sql" {
		return f, err
	}
	defer f.Close() //nolint:errcheck // read only
	raw, err := fs.ReadFile(r.files, full)
	if err != nil {
		return nil, err
	}
	text, err := renderSQL(string(raw), r.engine)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return &renderedFile{Reader: bytes.NewReader([]byte(text)), info: info}, nil
}

type renderedFile struct {
	*bytes.Reader
	info fs.FileInfo
}

// Stat describes the embedded file.
func (f *renderedFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close does nothing.
func (f *renderedFile) Close() error { return nil }

// renderSQL makes one engine's text of a migration.
func renderSQL(text string, e Engine) (string, error) {
	var out strings.Builder
	keep := true
	for line := range strings.Lines(text) {
		if section, ok := strings.CutPrefix(strings.TrimSpace(line), "-- +engine "); ok {
			switch section {
			case "all":
				keep = true
			case string(SQLite), string(Postgres):
				keep = section == string(e)
			default:
				return "", fmt.Errorf("unknown section %q", section)
			}
			continue
		}
		if keep {
			out.WriteString(line)
		}
	}
	sql := strings.NewReplacer(tokens[e]...).Replace(out.String())
	if i := strings.Index(sql, "${"); i >= 0 {
		return "", fmt.Errorf("unknown token at %.20q", sql[i:])
	}
	return sql, nil
}
