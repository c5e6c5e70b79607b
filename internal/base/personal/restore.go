package personal

import (
	"context"
	"maps"
	"reflect"
	"strings"
)

// Restore puts back into an edited text what was hidden from its author: each starred form that stands in the hidden form
// of the old text becomes what it stands for, in their order. Nobody learns or loses a value by editing around it.
func Restore(old, edited string) string {
	if strings.IndexByte(edited, star) < 0 {
		return edited
	}
	at := 0
	for _, p := range Find(old) {
		secret := old[p.Start:p.End]
		shown := mask(p.Class, secret)
		i := strings.Index(edited[at:], shown)
		if i < 0 || shown == secret {
			continue
		}
		edited = edited[:at+i] + secret + edited[at+i+len(shown):]
		at += i + len(secret)
	}
	return edited
}

// RestoreField is Restore for a field that holds nothing else: the starred form of the old value is the old value.
func RestoreField(old, edited string) string {
	if old != "" && edited != old && (edited == PhoneNumber(old) || edited == Address(old) || edited == Contact(old)) {
		return old
	}
	return Restore(old, edited)
}

// Kept is a text that who acts wrote, with what is hidden from them put back.
func Kept(ctx context.Context, old, edited string) string {
	if !Hidden(ctx) {
		return edited
	}
	return Restore(old, edited)
}

// KeptField is Kept for a field that holds nothing else.
func KeptField(ctx context.Context, old string, edited *string) *string {
	if edited == nil || !Hidden(ctx) {
		return edited
	}
	is := RestoreField(old, *edited)
	return &is
}

// KeptValues is Kept for a map of own values.
func KeptValues(ctx context.Context, old, edited map[string]any) map[string]any {
	if edited == nil || !Hidden(ctx) {
		return edited
	}
	out := maps.Clone(edited)
	for k, v := range out {
		if hidden, changed := ownValue(old[k]); changed && reflect.DeepEqual(hidden, v) {
			out[k] = old[k]
		}
	}
	return out
}
