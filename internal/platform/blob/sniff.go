package blob

import (
	"bytes"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SniffSize is how much of the beginning of a file Sniff wants to see.
const SniffSize = 4096

// Binary is the type of everything that is not recognised.
const Binary = "application/octet-stream"

// Sniff tells what a file is by its content alone; names and declared types are not to be trusted.
func Sniff(head []byte) string {
	head = head[:min(len(head), SniffSize)]
	if len(head) == 0 {
		return Binary
	}
	if t := sniffMore(head); t != "" {
		return t
	}
	t, _, err := mime.ParseMediaType(http.DetectContentType(head))
	if err != nil {
		return Binary
	}
	switch t {
	case "application/zip":
		return sniffZip(head)
	case "application/ogg":
		return "audio/ogg"
	case "audio/wave":
		return "audio/wav"
	case "text/xml", "text/plain":
		if isSVG(head) {
			return "image/svg+xml"
		}
	}
	return t
}

// sniffMore knows what the standard library does not.
func sniffMore(head []byte) string {
	for _, m := range []struct{ magic, mime string }{
		{"fLaC", "audio/flac"},
		{"#!AMR", "audio/amr"},
		{"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"},
		{"{\\rtf", "application/rtf"},
		{"MZ", "application/vnd.microsoft.portable-executable"},
		{"\x7fELF", "application/x-executable"},
	} {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.mime
		}
	}
	if len(head) >= 12 && string(head[4:8]) == "ftyp" {
		return sniffBrand(string(head[8:12]))
	}
	if len(head) >= 4 && head[0] == 0xff && head[1]&0xe6 == 0xe2 && head[2]>>4 != 0xf && head[2]>>4 != 0 {
		return "audio/mpeg" // an MP3 frame without a tag before it
	}
	return ""
}

func sniffBrand(brand string) string {
	switch brand {
	case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1":
		return "image/heic"
	case "avif", "avis":
		return "image/avif"
	case "M4A ", "M4B ":
		return "audio/mp4"
	case "qt  ":
		return "video/quicktime"
	}
	return "video/mp4"
}

// sniffZip looks at the names of the first entries, which tell office documents from plain archives.
func sniffZip(head []byte) string {
	const odf = "mimetypeapplication/vnd.oasis.opendocument."
	const office = "application/vnd.openxmlformats-officedocument."
	if i := bytes.Index(head, []byte(odf)); i >= 0 && i < 64 {
		kind := string(head[i+len(odf):])
		for _, k := range []string{"text", "spreadsheet", "presentation"} {
			if strings.HasPrefix(kind, k) {
				return "application/vnd.oasis.opendocument." + k
			}
		}
	}
	if !bytes.Contains(head, []byte("[Content_Types].xml")) && !bytes.Contains(head, []byte("_rels/")) {
		return "application/zip"
	}
	for _, k := range []struct{ folder, mime string }{
		{"word/", office + "wordprocessingml.document"}, {"xl/", office + "spreadsheetml.sheet"}, {"ppt/", office + "presentationml.presentation"},
	} {
		if bytes.Contains(head, []byte(k.folder)) {
			return k.mime
		}
	}
	return "application/zip"
}

func isSVG(head []byte) bool {
	return bytes.Contains(bytes.ToLower(head), []byte("<svg"))
}

// inline are the types that a browser may show in place: they cannot carry scripts.
var inline = []string{
	"image/png", "image/jpeg", "image/gif", "image/webp",
	"audio/mpeg", "audio/ogg", "audio/wav", "audio/mp4", "audio/flac", "audio/aac",
	"video/mp4", "video/webm",
}

// named are the types that are given to a browser under their own name, for saving.
var named = []string{
	"application/pdf", "application/zip", "application/rtf", "application/x-7z-compressed", "application/x-gzip", "image/heic", "image/avif",
	"image/bmp", "audio/amr", "video/quicktime", "text/plain",
}

// Inline reports whether a browser may show the type in place.
func Inline(mimeType string) bool { return slices.Contains(inline, mimeType) }

// Headers are what a browser is told with a file: a type that cannot run, a disposition, and a policy that would stop it
// if it did.
func Headers(mimeType, name string) http.Header {
	how, kind := "attachment", Binary
	if Inline(mimeType) {
		how, kind = "inline", mimeType
	} else if slices.Contains(named, mimeType) || strings.HasPrefix(mimeType, "application/vnd.o") {
		kind = mimeType
	}
	if kind == "text/plain" {
		kind += "; charset=utf-8"
	}
	h := http.Header{}
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": CleanName(name)}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'")
	h.Set("Cross-Origin-Resource-Policy", "same-site")
	return h
}

const maxName = 120

// CleanName makes a file name that is safe on every system: no folders, no control or direction characters (which make
// "exe.png" out of "gnp.exe"), no reserved names, at most 120 characters with the extension kept.
func CleanName(name string) string {
	name = strings.ToValidUTF8(name, "_")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' || r == '\u2028' || r == '\u2029':
			return -1
		case strings.ContainsRune(`<>:"|?*;`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(name, ". \u200d")
	if n := utf8.RuneCountInString(name); n > maxName {
		ext := path.Ext(name)
		if utf8.RuneCountInString(ext) > 16 {
			ext = ""
		}
		runes := []rune(strings.TrimSuffix(name, ext))
		name = strings.TrimRight(string(runes[:maxName-utf8.RuneCountInString(ext)]), ". \u200d") + ext
	}
	if name == "" {
		return "file"
	}
	if stem, _, _ := strings.Cut(strings.ToUpper(name), "."); slices.Contains(reserved, stem) {
		return "_" + name
	}
	return name
}

var reserved = []string{"CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9"}
