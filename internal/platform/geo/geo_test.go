package geo_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/geo"
)

// The few types of the format that such a file needs (MaxMind DB, version 2).
const (
	typeText = 2
	typeMap  = 7
)

func field(kind byte, size int) []byte {
	if size < 29 {
		return []byte{kind<<5 | byte(size)}
	}
	return []byte{kind<<5 | 29, byte(size - 29)}
}

func text(s string) []byte { return append(field(typeText, len(s)), s...) }

func number(n uint32) []byte { // uint32
	return binary.BigEndian.AppendUint32([]byte{6<<5 | 4}, n)
}

type pair struct {
	name  string
	value []byte // encoded already
}

// object is a map, in order.
func object(pairs ...pair) []byte {
	out := field(typeMap, len(pairs))
	for _, p := range pairs {
		out = append(append(out, text(p.name)...), p.value...)
	}
	return out
}

// list is an array, an extended type (11-7 in the second byte).
func list(values ...[]byte) []byte {
	return append([]byte{byte(len(values)), 4}, bytes.Join(values, nil)...)
}

func names(en, zh string) []byte {
	return object(pair{"names", object(pair{"en", text(en)}, pair{"zh-CN", text(zh)})})
}

// file has one network, 128.0.0.0/1, with one record.
func file(record []byte) []byte {
	const nodes = 1
	node := []byte{0, 0, nodes, 0, 0, nodes + 16} // left: nothing; right: the first record
	meta := object(
		pair{"node_count", number(nodes)}, pair{"record_size", []byte{5<<5 | 2, 0, 24}}, pair{"ip_version", []byte{5<<5 | 2, 0, 4}},
		pair{"database_type", text("Test")}, pair{"binary_format_major_version", []byte{5<<5 | 2, 0, 2}},
	)
	out := append(node, make([]byte, 16)...)
	out = append(append(out, record...), "\xab\xcd\xefMaxMind.com"...)
	return append(out, meta...)
}

func open(t *testing.T, content []byte) (*geo.File, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "regions.mmdb")
	check.NoError(t, os.WriteFile(path, content, 0o600))
	return geo.Open(path)
}

func TestPlace(t *testing.T) {
	t.Parallel()
	f := check.Must(open(t, file(object(
		pair{"country", object(pair{"iso_code", text("CN")}, pair{"names", object(pair{"en", text("China")}, pair{"zh-CN", text("中国")})})},
		pair{"subdivisions", list(names("Guangdong", "广东"))},
		pair{"city", names("Shenzhen", "深圳")},
	))))(t)
	want := geo.Place{Code: "CN", En: "Shenzhen, Guangdong, China", Zh: "中国 广东 深圳"}
	check.Equal(t, f.Place("203.0.113.9"), want)
	check.Equal(t, f.Place("::ffff:203.0.113.9"), want) // an IPv4 address in the other form
	for _, unknown := range []string{"10.0.0.1", "2001:db8::1", "", "nonsense"} {
		check.Equal(t, f.Place(unknown), geo.Place{})
	}
}

// A city that is its own region is named once; what has no Chinese name keeps the English one.
func TestPlaceWithGaps(t *testing.T) {
	t.Parallel()
	english := object(pair{"names", object(pair{"en", text("Singapore")})})
	f := check.Must(open(t, file(object(
		pair{"subdivisions", list(english)}, pair{"city", english},
	))))(t)
	check.Equal(t, f.Place("203.0.113.9"), geo.Place{En: "Singapore", Zh: "Singapore"})
}

func TestOpen(t *testing.T) {
	t.Parallel()
	if _, err := geo.Open(filepath.Join(t.TempDir(), "none.mmdb")); err == nil {
		t.Error("a file that is not there was opened")
	}
	if _, err := open(t, []byte("not such a file")); err == nil {
		t.Error("any file was opened")
	}
}

// The operator writes another file over the old one: what is half written or gone changes nothing.
func TestRefresh(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "regions.mmdb")
	city := func(name string) []byte { return file(object(pair{"city", names(name, name)})) }
	check.NoError(t, os.WriteFile(path, city("Oslo"), 0o600))
	f := check.Must(geo.Open(path))(t)
	check.Equal(t, check.Must(f.Refresh())(t), false)
	check.NoError(t, os.WriteFile(path, city("Trondheim")[:40], 0o600))
	if _, err := f.Refresh(); err == nil {
		t.Error("half a file was read")
	}
	check.Equal(t, f.Place("203.0.113.9").En, "Oslo")
	check.NoError(t, os.WriteFile(path, city("Trondheim"), 0o600))
	check.Equal(t, check.Must(f.Refresh())(t), true)
	check.Equal(t, f.Place("203.0.113.9").En, "Trondheim")
	check.NoError(t, os.Remove(path))
	if _, err := f.Refresh(); err == nil {
		t.Error("a file that is gone was read")
	}
	check.Equal(t, f.Place("203.0.113.9").En, "Trondheim")
}
