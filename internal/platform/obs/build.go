package obs

import (
	"cmp"
	"runtime/debug"
)

// Info says what was built.
type Info struct {
	Version  string `json:"version"`
	Revision string `json:"revision"`
	Go       string `json:"go"`
}

// Build is what is running. version is what the release build stamped in, or "".
func Build(version string) Info {
	out := Info{Version: version}
	if b, ok := debug.ReadBuildInfo(); ok {
		out.Go = b.GoVersion
		out.Version = cmp.Or(out.Version, b.Main.Version)
		for _, s := range b.Settings {
			if s.Key == "vcs.revision" {
				out.Revision = s.Value
			}
		}
	}
	out.Version = cmp.Or(out.Version, "devel")
	return out
}
