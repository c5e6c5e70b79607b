// Package geo tells where an address is, from the operator's own file in MMDB format. It asks nobody and keeps nothing.
package geo

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"strings"

	"github.com/oschwald/maxminddb-golang"
)

// File is an open one.
type File struct{ db *maxminddb.Reader }

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
	db, err := maxminddb.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the file of regions %s: %w", path, err)
	}
	return &File{db}, nil
}

// Close lets go of it.
func (f *File) Close() error { return f.db.Close() }

// Place is where an address is; nothing where the file does not know, or where it is none.
func (f *File) Place(address string) Place {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return Place{}
	}
	var r record
	if err := f.db.Lookup(net.IP(a.Unmap().AsSlice()), &r); err != nil {
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
