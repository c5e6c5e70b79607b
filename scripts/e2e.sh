#!/usr/bin/env bash
# Browser journeys against bin/frontdesk. Arguments go to Playwright, for example: scripts/e2e.sh chat.spec.ts --headed
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$ROOT"

[ -x bin/frontdesk ] || fail "bin/frontdesk is missing" "make build"
FRONTDESK_CHROMIUM=${FRONTDESK_CHROMIUM:-$(command -v chromium || command -v google-chrome || true)}
[ -n "$FRONTDESK_CHROMIUM" ] || fail "no Chromium is installed" "make setup-test"
export FRONTDESK_CHROMIUM
export FRONTDESK_BIN=${FRONTDESK_BIN:-$ROOT/bin/frontdesk}
# The specs stand outside web/, their packages inside it.
export NODE_PATH=$ROOT/web/node_modules
exec web/node_modules/.bin/playwright test --config test/e2e/playwright.config.ts "$@"
