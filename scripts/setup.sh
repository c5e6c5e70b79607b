#!/usr/bin/env bash
# Makes a fresh clone buildable: checks the tools, fetches Go modules and npm packages. Quick when nothing changed.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$ROOT"

check_tools() {
	have git || fail "git is not installed" "apt-get install git"
	have go || fail "Go is not installed" "Go 1.26 or newer from https://go.dev/dl"
	have node || fail "Node.js is not installed" "Node 20 or newer from https://nodejs.org"
	have npm || fail "npm is not installed" "it comes with Node.js"
	local go_version node_version
	go_version=$(go env GOVERSION | sed 's/^go//')
	node_version=$(node --version | sed 's/^v//')
	version_at_least "$go_version" 1.26 || fail "Go $go_version is too old" "Go 1.26 or newer is needed"
	version_at_least "$node_version" 20 || fail "Node $node_version is too old" "Node 20 or newer is needed"
}

# up_to_date STAMP FILE... is true when the stamp holds the checksum of the files.
up_to_date() { [ -f "$1" ] && [ "$(cat "$1")" = "$(sha256sum "${@:2}")" ]; }

go_modules() {
	[ -f go.sum ] || return 0
	up_to_date "$STAMPS/go" go.mod go.sum && return 0
	say "Fetching Go modules"
	go mod download
	sha256sum go.mod go.sum >"$STAMPS/go"
}

# npm_fresh is true when what is installed is what the lock file says, however it got there.
npm_fresh() {
	[ -f web/node_modules/.package-lock.json ] && node -e '
		const read = (p) => JSON.parse(require("fs").readFileSync(p, "utf8")).packages;
		const want = read("web/package-lock.json"), have = read("web/node_modules/.package-lock.json");
		const foreign = (p) => p.includes("node_modules/");
		const missing = Object.keys(want).filter((p) => foreign(p) && !want[p].optional && have[p]?.version !== want[p].version);
		const extra = Object.keys(have).filter((p) => foreign(p) && !want[p]);
		process.exit(missing.length + extra.length === 0 ? 0 : 1);
	'
}

npm_packages() {
	[ -f web/package-lock.json ] || return 0
	npm_fresh && return 0
	say "Fetching npm packages"
	(cd web && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund)
}

check_tools
go_modules
npm_packages
