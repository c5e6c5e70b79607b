#!/usr/bin/env bash
# Every test there is, the quick ones first; stops at the first section that fails and says how long each one took.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$ROOT"

passed=0
times=()
current=''
own_server=''
log=$CACHE/test.$$.log
export FRONTDESK_PG_STATE=$CACHE/postgres.$$.env

# reasons repeats, at the very end where it is looked for, what the section that failed said of its failures.
reasons() {
	sleep 1 # what it said last may still be on its way
	grep -E -e '^ *(--- FAIL|✘|panic:|FAIL\s|Error:|Locator:|Expected|Received|> +[0-9]+ \|)' -e '^ +[0-9]+\) ' -e '_test\.go:[0-9]+:' -e 'error TS' "$log" | cut -c 1-180 | tail -n 14 || true
	printf '\n'
}

finish() {
	local code=$?
	[ -z "$own_server" ] || scripts/postgres.sh stop || true
	printf '\n'
	[ ${#times[@]} -eq 0 ] || printf '%s\n' "${times[@]}"
	printf '%5ds  in all\n' "$SECONDS"
	if [ $code -ne 0 ] && [ -n "$current" ]; then
		reasons
		printf 'failed in: %s\n' "$current"
		printf 'sections: %d passed, 1 failed\n' "$passed"
	else
		printf 'sections: %d passed, 0 failed\n' "$passed"
	fi
	rm -f "$log"
}
trap finish EXIT
trap 'exit 130' INT TERM

# section NAME COMMAND... runs one part and keeps its time.
section() {
	current=$1
	shift
	printf '\n' && say "$current"
	local from=$SECONDS
	"$@" > >(tee "$log") 2>&1
	times+=("$(printf '%5ds  %s' $((SECONDS - from)) "$current")")
	passed=$((passed + 1))
}

postgres() {
	if [ -n "${FRONTDESK_TEST_PG:-}" ]; then
		say "Using the PostgreSQL server named by FRONTDESK_TEST_PG"
		return
	fi
	own_server=yes
	FRONTDESK_TEST_PG=$(scripts/postgres.sh start | tail -n 1)
	export FRONTDESK_TEST_PG
}

# The other packages; those of test/ start whole programs and come after them.
product_packages() { go list ./... | grep -v -e '^frontdesk/internal/arch$' -e '^frontdesk/test/' -e '/node_modules/'; }
whole_packages() { go list ./test/... 2>/dev/null; }

go_product() {
	# shellcheck disable=SC2046
	go test $(product_packages)
}

# One package after the other: each of them measures or kills processes and wants the machine for itself.
go_whole() {
	local packages
	packages=$(whole_packages)
	[ -n "$packages" ] || return 0
	# shellcheck disable=SC2086
	FRONTDESK_BIN=$ROOT/bin/frontdesk go test -p 1 -count 1 $packages
}

section "set-up" scripts/setup.sh
section "set-up for tests" scripts/setup-test.sh
section "go vet" go vet ./...
section "architecture" go test -count 1 ./internal/arch
section "web: types, lint, units, sizes" make --no-print-directory test-web
section "build" make --no-print-directory build
section "generated files" scripts/gen.sh --check
section "PostgreSQL server" postgres
section "go test" go_product
section "golangci-lint" scripts/lint.sh
section "whole program" go_whole
section "browser journeys" scripts/e2e.sh --grep-invert @screens
current=''
