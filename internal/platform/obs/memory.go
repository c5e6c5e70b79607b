package obs

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Memory is what a process takes of the machine, in bytes.
type Memory struct{ Resident, Peak int64 }

// MemoryOf reads the memory of a process (0: this one). It works on Linux, where the program is measured.
func MemoryOf(pid int) (Memory, error) {
	who := "self"
	if pid != 0 {
		who = strconv.Itoa(pid)
	}
	text, err := os.ReadFile("/proc/" + who + "/status")
	if err != nil {
		return Memory{}, ErrMemory.Wrap(err)
	}
	return parseStatus(string(text))
}

func parseStatus(text string) (Memory, error) {
	var m Memory
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(line, ":")
		var into *int64
		switch key {
		case "VmRSS":
			into = &m.Resident
		case "VmHWM":
			into = &m.Peak
		default:
			continue
		}
		number, _, _ := strings.Cut(strings.TrimSpace(value), " ")
		kb, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return Memory{}, ErrMemory.Wrap(fmt.Errorf("%s: %w", key, err))
		}
		*into = kb * 1024
	}
	if m.Resident == 0 {
		return m, ErrMemory.New()
	}
	return m, nil
}
