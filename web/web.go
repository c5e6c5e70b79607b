// Package web holds the built web apps inside the program. npm run build fills the folder packed; without it the program
// builds all the same and says that the pages are missing.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:packed
var packed embed.FS

// Desk is the built desk, for people of the company; ok is false when it was not built.
func Desk() (files fs.FS, ok bool) { return app("desk", "index.html") }

// Widget is the built widget, for visitors.
func Widget() (files fs.FS, ok bool) { return app("widget", "widget.js.gz") }

func app(name, must string) (fs.FS, bool) {
	sub, err := fs.Sub(packed, "packed/"+name)
	if err != nil {
		return nil, false
	}
	_, err = fs.Stat(sub, must)
	return sub, err == nil
}
