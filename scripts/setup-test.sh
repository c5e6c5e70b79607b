#!/usr/bin/env bash
# Installs what only the tests need: a browser, a PostgreSQL server, fonts for pictures, a system-call tracer.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Each package with the thing it is wanted for; what is there by other means is not installed again.
missing=()
have chromium || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || have initdb || missing+=(postgresql)
have strace || missing+=(strace)
if have dpkg-query; then
	installed fonts-noto-cjk || missing+=(fonts-noto-cjk)
	installed fonts-noto-color-emoji || missing+=(fonts-noto-color-emoji)
fi

if [ ${#missing[@]} -eq 0 ]; then
	exit 0
fi
have apt-get || fail "these are missing and there is no apt-get to install them: ${missing[*]}" \
	"install a Chromium, a PostgreSQL 15 server, strace and the Noto fonts in your system's own way"
say "Installing for the tests: ${missing[*]}"
# The server package would otherwise create and start a cluster that nobody here uses.
if printf '%s\n' "${missing[@]}" | grep -qx postgresql && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
	as_root mkdir -p /etc/postgresql-common
	echo "create_main_cluster = false" | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
log=$CACHE/apt.log
if ! {
	as_root apt-get update &&
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
} >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	fail "apt-get could not install: ${missing[*]}" "the whole output is in $log"
fi
