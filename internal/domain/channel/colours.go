package channel

import (
	"fmt"
	"math"
	"strconv"
)

// Colours are what the widget makes of the brand colour. They are worked out here and not in the browser, where every
// byte before the first word counts; the desk's preview does the same sums.
type Colours struct {
	Plane string `json:"plane" doc:"The brand colour as a plane, dark enough for white text or bright enough for black."`
	Ink   string `json:"ink" doc:"Text on the plane."`
	Light string `json:"light" doc:"The brand colour as text on light ground."`
	Dark  string `json:"dark" doc:"The brand colour as text on dark ground."`
}

// Grounds on which text in the brand colour is read, and the least contrast of it.
const (
	lightGround = "#f0f2f5"
	darkGround  = "#272a30"
	usualColour = "#2860dd"
	readableAt  = 4.5
)

// colours of an appearance.
func (a Appearance) colours() Colours {
	hex := a.Colour
	if !hexColour.MatchString(hex) {
		hex = usualColour
	}
	out := Colours{Plane: hex, Ink: "#16181d", Light: readable(a.Colour, lightGround), Dark: readable(a.Colour, darkGround)}
	if contrast(hex, "#ffffff") >= 2.6 {
		out.Plane, out.Ink = readable(hex, "#ffffff"), "#ffffff"
	}
	return out
}

func rgb(hex string) (out [3]float64) {
	for i := range out {
		n, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8) // the pattern was checked
		out[i] = float64(n)
	}
	return out
}

func luminance(hex string) float64 {
	sum := 0.0
	for i, part := range rgb(hex) {
		linear := part / 255 / 12.92
		if part > 10 {
			linear = math.Pow((part/255+0.055)/1.055, 2.4)
		}
		sum += [3]float64{0.2126, 0.7152, 0.0722}[i] * linear
	}
	return sum
}

// contrast of two colours as WCAG counts it.
func contrast(a, b string) float64 {
	ratio := (luminance(a) + 0.05) / (luminance(b) + 0.05)
	return math.Max(ratio, 1/ratio)
}

// readable moves a colour towards black or white until it stands out from another one.
func readable(hex, against string) string {
	if !hexColour.MatchString(hex) {
		hex = usualColour
	}
	target := 255.0
	if luminance(against) > 0.4 {
		target = 0
	}
	out := hex
	for step := 0.0; contrast(out, against) < readableAt; step += 0.04 {
		moved := rgb(hex)
		for i, part := range moved {
			moved[i] = math.Floor(part + (target-part)*math.Min(step, 1) + 0.5)
		}
		out = fmt.Sprintf("#%02x%02x%02x", int(moved[0]), int(moved[1]), int(moved[2]))
	}
	return out
}
