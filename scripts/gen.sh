#!/usr/bin/env bash
# Writes what is generated: api/openapi.yaml from the program, the TypeScript client from that, the list of faults.
# With --check it fails when the files in the tree were not up to date.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$ROOT"

# The generated files with their checksums.
generated() { sha256sum api/openapi.yaml web/packages/client/src/schema.ts docs/subsystems/errors.md 2>/dev/null || true; }

mkdir -p api
before=$(generated)
go run ./cmd/frontdesk openapi >"$CACHE/openapi.yaml"
cp "$CACHE/openapi.yaml" api/openapi.yaml
(cd web && npm run --silent gen)
go test ./internal/arch -run '^TestFaultsAreListed$' -count=1 -write >/dev/null
if [ "${1:-}" = --check ] && [ "$before" != "$(generated)" ]; then
	fail "the generated files were stale (they are fresh now)" "look at: git diff -- api web/packages docs/subsystems, then commit it"
fi
