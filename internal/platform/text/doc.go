// Package text is everything the program knows about writing: how text is cut into search tokens, folded for comparing
// and sorting, which language it is in, how it is shortened, where a search hit stands in it, and which HTML is harmless.
//
// Both databases are fed with the tokens made here, so that a search finds the same things on either of them.
package text
