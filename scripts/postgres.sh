#!/usr/bin/env bash
# A throw-away PostgreSQL server for tests: scripts/postgres.sh start|stop|url
#
# start prints the address on its last line; it is also what FRONTDESK_TEST_PG must hold. The server runs as an
# unprivileged user in a temporary folder, listens on a free loopback port, asks for a password, and keeps fsync and
# synchronous_commit on, because the tests measure and prove durability. Its collation is a language's and not "C", so a
# statement that forgets COLLATE "C" shows.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

# One server for each state file: two runs side by side do not stop each other's.
STATE=${FRONTDESK_PG_STATE:-$CACHE/postgres.env}
DB_USER=frontdesk

# The folder that holds initdb and pg_ctl: newest version first.
find_bin() {
	local dir
	for dir in $(compgen -G '/usr/lib/postgresql/*/bin' | sort -rV) "$(dirname "$(command -v pg_ctl || echo /nowhere/pg_ctl)")"; do
		if [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ]; then
			echo "$dir"
			return
		fi
	done
	fail "no PostgreSQL server is installed (initdb and pg_ctl)" "make setup-test, or: apt-get install postgresql"
}

# initdb refuses root: root borrows the package's user, or makes one.
server_user() {
	if [ "$(id -u)" -ne 0 ]; then
		id -un
	elif id postgres >/dev/null 2>&1; then
		echo postgres
	else
		id frontdesk-test >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin frontdesk-test
		echo frontdesk-test
	fi
}

as_server() {
	if [ "$(id -u)" -eq 0 ]; then
		(cd / && runuser -u "$PG_USER" -- "$@")
	else
		"$@"
	fi
}

running() { [ -n "${PG_DIR:-}" ] && [ -d "$PG_DIR/data" ] && as_server "$PG_BIN/pg_ctl" -D "$PG_DIR/data" status >/dev/null 2>&1; }

load_state() {
	PG_DIR='' PG_BIN='' PG_USER='' PG_URL=''
	# shellcheck source=/dev/null
	if [ -f "$STATE" ]; then source "$STATE"; fi
}

init() {
	PG_BIN=$(find_bin)
	PG_USER=$(server_user)
	PG_DIR=$(mktemp -d "${TMPDIR:-/tmp}/frontdesk-pg.XXXXXX")
	PG_PASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
	printf '%s' "$PG_PASSWORD" >"$PG_DIR/password"
	[ "$(id -u)" -ne 0 ] || chown -R "$PG_USER" "$PG_DIR"
	as_server "$PG_BIN/initdb" -D "$PG_DIR/data" -U "$DB_USER" --pwfile="$PG_DIR/password" --encoding=UTF8 \
		--locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US --auth=scram-sha-256 >"$CACHE/postgres.log" 2>&1 ||
		{ cat "$CACHE/postgres.log" >&2 && fail "initdb failed"; }
	as_server tee -a "$PG_DIR/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$PG_DIR'
max_connections = 300
shared_buffers = 256MB
max_wal_size = 2GB
fsync = on
synchronous_commit = on
timezone = 'UTC'
CONF
}

# A port that is taken shows as a failed start; another one is tried then.
start() {
	load_state
	if running; then
		echo "$PG_URL"
		return
	fi
	init
	local port
	for _ in 1 2 3 4 5; do
		port=$((RANDOM % 20000 + 20000))
		if as_server "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -l "$PG_DIR/server.log" -o "-p $port" -w -t 60 start >/dev/null 2>&1; then
			PG_URL="postgres://$DB_USER:$PG_PASSWORD@127.0.0.1:$port/postgres?sslmode=disable"
			(umask 077 && printf "PG_DIR='%s'\nPG_BIN='%s'\nPG_USER='%s'\nPG_URL='%s'\n" "$PG_DIR" "$PG_BIN" "$PG_USER" "$PG_URL" >"$STATE")
			echo "$PG_URL"
			return
		fi
	done
	cat "$PG_DIR/server.log" >&2 || true
	rm -rf "$PG_DIR"
	fail "the PostgreSQL server did not start"
}

stop() {
	load_state
	[ -n "$PG_DIR" ] || return 0
	if running; then as_server "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -m fast -w stop >/dev/null; fi
	case "$PG_DIR" in */frontdesk-pg.*) rm -rf "$PG_DIR" ;; esac
	rm -f "$STATE"
}

url() {
	load_state
	running || fail "the test server is not running" "scripts/postgres.sh start"
	echo "$PG_URL"
}

case "${1:-}" in
start | stop | url) "$1" ;;
*) fail "usage: scripts/postgres.sh start|stop|url" ;;
esac
