# Shared by the scripts of this folder; sourced, never run.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=$ROOT/.cache
STAMPS=$CACHE/stamps
mkdir -p "$STAMPS"

# say prints one line about what happens now; fail prints the reason and a hint, and ends the script.
say() { printf '\033[1m==>\033[0m %s\n' "$*" | plain; }
fail() {
	printf 'error: %s\n' "$1" >&2
	shift
	for hint in "$@"; do printf '  hint: %s\n' "$hint" >&2; done
	exit 1
}

# plain removes the bold marks where nobody looks at a terminal.
plain() { if [ -t 1 ]; then cat; else sed 's/\x1b\[[0-9;]*m//g'; fi; }

have() { command -v "$1" >/dev/null 2>&1; }

# as_root runs a command with the rights apt needs: directly as root, by sudo otherwise.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif have sudo; then
		sudo "$@"
	else
		fail "this needs administrator rights: $*" "run it as root, or install sudo"
	fi
}

# version_at_least HAVE WANT compares dotted numbers.
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }
