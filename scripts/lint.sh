#!/usr/bin/env bash
# Runs golangci-lint at the version this repository is written for; builds it once from source.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$ROOT"

VERSION=v2.15.0
BIN=$CACHE/bin/golangci-lint-$VERSION

if [ ! -x "$BIN" ]; then
	say "Building golangci-lint $VERSION (once; some minutes on two cores)"
	GOBIN=$CACHE/bin GOFLAGS='' CGO_ENABLED=0 go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$VERSION"
	mv "$CACHE/bin/golangci-lint" "$BIN"
fi
# The first word is a command of golangci-lint: run (the rule) or fmt.
exec "$BIN" "${@:-run}"
