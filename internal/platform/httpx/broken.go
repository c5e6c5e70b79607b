package httpx

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unmarshal reads JSON. Bytes that are no UTF-8, and halves of UTF-16 pairs, would silently become U+FFFD; as NUL they are
// found, and their field named, by checkText.
func unmarshal(data []byte, v any) error {
	if !utf8.Valid(data) || bytes.Contains(data, []byte(`\u`)) {
		data = markBroken(data)
	}
	return json.Unmarshal(data, v)
}

// markBroken replaces what is no text by the escape of NUL.
func markBroken(data []byte) []byte {
	out := make([]byte, 0, len(data)+16)
	for len(data) > 0 {
		n, broken := part(data)
		if broken {
			out = append(out, `\u0000`...)
		} else {
			out = append(out, data[:n]...)
		}
		data = data[n:]
	}
	return out
}

// part measures the first escape or character of data, and says whether it is broken.
func part(data []byte) (n int, broken bool) {
	if data[0] != '\\' {
		r, n := utf8.DecodeRune(data)
		return n, r == utf8.RuneError && n == 1
	}
	first := escaped(data)
	switch {
	case first < 0:
		return min(2, len(data)), false // another escape, or a mistake that the parser finds
	case !utf16.IsSurrogate(first):
		return 6, false
	case utf16.DecodeRune(first, escaped(data[6:])) != utf8.RuneError:
		return 12, false
	default:
		return 6, true
	}
}

// escaped is the UTF-16 unit of the \u escape at the beginning of data; negative when there is none.
func escaped(data []byte) rune {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return -1
	}
	unit, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(unit)
}
