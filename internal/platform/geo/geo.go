// Package geo tells where an address is, from the operator's own file in MMDB format. It asks nobody and keeps nothing.
package geo

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/oschwald/maxminddb-golang"
)

// File is an open one. It lies in memory, so that its owner may write over it while it is in use.
type File struct {
	path string
	held atomic.Pointer[held]
}

// held is what a file held, and what it looked like then.
type held struct {
	db   *maxminddb.Reader
	size int64
	at   time.Time
}

// Place is where an address is, as far as the file says.
type Place struct {
	Code   string // two letters of the country
	En, Zh string // country, region and city, from the large to the small in Chinese and the other way in English
}

type named struct {
	Names map[string]string `maxminddb:"names"`
}

func (n named) in(lang string) string { return cmp.Or(n.Names[lang], n.Names["en"]) }

type record struct {
	Country struct {
		named
		Code string `maxminddb:"iso_code"`
	} `maxminddb:"country"`
	Subdivisions []named `maxminddb:"subdivisions"`
	City         named   `maxminddb:"city"`
}

// Open reads a file into memory.
func Open(path string) (*File, error) {
	f := &File{path: path}
	_, err := f.Refresh()
	return f, err
}

// Refresh reads the file again if it is another one than before. One that cannot be read, because it is just being
// written, leaves what was known.
func (f *File) Refresh() (changed bool, err error) {
	was := f.held.Load()
	i, err := os.Stat(f.path)
	if err != nil {
		return false, f.fault(err)
	}
	if was != nil && was.size == i.Size() && was.at.Equal(i.ModTime()) {
		return false, nil
	}
	raw, err := os.ReadFile(f.path)
	if err != nil {
		return false, f.fault(err)
	}
	db, err := maxminddb.FromBytes(raw)
	if err != nil {
		return false, f.fault(err)
	}
	f.held.Store(&held{db: db, size: i.Size(), at: i.ModTime()})
	return true, nil
}

func (f *File) fault(err error) error { return fmt.Errorf("the file of regions %s: %w", f.path, err) }

// Place is where an address is; nothing where the file does not know, or where it is none.
func (f *File) Place(address string) Place {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return Place{}
	}
	var r record
	if err := f.held.Load().db.Lookup(net.IP(a.Unmap().AsSlice()), &r); err != nil {
		return Place{}
	}
	var region named
	if len(r.Subdivisions) > 0 {
		region = r.Subdivisions[0]
	}
	return Place{
		Code: r.Country.Code,
		En:   joined(", ", r.City.in("en"), region.in("en"), r.Country.in("en")),
		Zh:   joined(" ", r.Country.in("zh-CN"), region.in("zh-CN"), r.City.in("zh-CN")),
	}
}

// joined leaves out what is empty, and what repeats: a city may be its own region.
func joined(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" && (len(out) == 0 || out[len(out)-1] != p) {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}
