package demo

import (
	"bytes"
	"encoding/binary"
	"math"
)

// Voice is a sound file as the desk's recorder makes them: five seconds with the rhythm of somebody who speaks, and no words.
func Voice() []byte {
	const (
		rate, seconds = 8000, 5
		samples       = rate * seconds
		header        = 36
	)
	var out bytes.Buffer
	out.WriteString("RIFF")
	put := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&out, binary.LittleEndian, v) // into memory: cannot fail
		}
	}
	put(uint32(header + samples))
	out.WriteString("WAVEfmt ")
	put(uint32(16), uint16(1), uint16(1), uint32(rate), uint32(rate), uint16(1), uint16(8)) // PCM, one channel, one byte
	out.WriteString("data")
	put(uint32(samples))
	for i := range samples {
		at := float64(i) / rate
		pitch := 165 + 25*math.Sin(at*2.1) + 12*math.Sin(at*7.3) // rises and falls as in a sentence
		syllable := math.Max(0, math.Sin(at*2*math.Pi*3.4)) * (0.6 + 0.4*math.Sin(at*1.7))
		wave := 0.0
		for n, loud := range []float64{1, 0.7, 0.45, 0.5, 0.25, 0.12} {
			wave += loud * math.Sin(2*math.Pi*pitch*float64(n+1)*at)
		}
		out.WriteByte(byte(128 + wave*syllable*28))
	}
	return out.Bytes()
}
