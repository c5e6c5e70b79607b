-- +goose Up

-- What the schema says about itself: min_level (the oldest program that may use it), epoch (of the event log).
CREATE TABLE schema_meta (
    key   ${TEXT} NOT NULL PRIMARY KEY,
    value ${TEXT} NOT NULL
) ${STRICT};
INSERT INTO schema_meta (key, value) VALUES ('min_level', '1');

-- +engine postgres
-- Transactions commit in another order than their ids were given out, so an event's place in the log is (tx, id) and the
-- log is read only below the oldest transaction that still runs. The 0 is a shift: after a dump was restored into a
-- cluster that counts from lower numbers, start-up raises it, so that new events still sort behind the old ones.
CREATE FUNCTION event_tx() RETURNS BIGINT LANGUAGE sql STABLE
    RETURN pg_current_xact_id()::text::bigint + 0;
CREATE FUNCTION event_horizon() RETURNS BIGINT LANGUAGE sql STABLE
    RETURN pg_snapshot_xmin(pg_current_snapshot())::text::bigint + 0;
-- +engine all

-- The event log: the spine. Kept, never emptied.
CREATE TABLE events (
-- +engine sqlite
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
-- +engine postgres
    id         BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
    tx         BIGINT NOT NULL DEFAULT event_tx(),
    PRIMARY KEY (tx, id),
-- +engine all
    tenant     ${TEXT} NOT NULL,
    stream     ${TEXT} NOT NULL,
    stream_id  ${TEXT} NOT NULL,
    seq        ${INT}  NOT NULL,
    type       ${TEXT} NOT NULL,
    version    ${INT}  NOT NULL,
    actor_kind ${TEXT} NOT NULL,
    actor_id   ${TEXT} NOT NULL,
    at         ${INT}  NOT NULL,
    data       ${TEXT} NOT NULL
) ${STRICT};
-- +engine postgres
CREATE INDEX events_tenant ON events (tenant, tx, id);
-- +engine all

-- Who reads the log, and how far they have come. Effects and position move in one unit; the lease says who may.
CREATE TABLE consumers (
    name        ${TEXT} NOT NULL PRIMARY KEY,
    tx          ${INT}  NOT NULL,
    id          ${INT}  NOT NULL,
    holder      ${TEXT} NOT NULL,
    lease_until ${INT}  NOT NULL,
    moved_at    ${INT}  NOT NULL
) ${STRICT};

-- Promises for later. token changes whenever the promise is replaced, so that a run of the old one cannot end the new one.
CREATE TABLE jobs (
    tenant      ${TEXT} NOT NULL,
    kind        ${TEXT} NOT NULL,
    subject     ${TEXT} NOT NULL,
    token       ${TEXT} NOT NULL,
    payload     ${TEXT} NOT NULL,
    run_at      ${INT}  NOT NULL,
    due_at      ${INT}  NOT NULL,
    attempts    ${INT}  NOT NULL,
    dead        ${INT}  NOT NULL,
    holder      ${TEXT} NOT NULL,
    lease_until ${INT}  NOT NULL,
    last_error  ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, kind, subject)
) ${STRICT};
CREATE INDEX jobs_due ON jobs (dead, due_at);

-- Answers already given to writes that carried an idempotency key.
CREATE TABLE idempotency (
    tenant      ${TEXT} NOT NULL,
    owner       ${TEXT} NOT NULL,
    key         ${TEXT} NOT NULL,
    fingerprint ${TEXT} NOT NULL,
    status      ${INT}  NOT NULL,
    body        ${BLOB} NOT NULL,
    created_at  ${INT}  NOT NULL,
    PRIMARY KEY (tenant, owner, key)
) ${STRICT};
CREATE INDEX idempotency_age ON idempotency (created_at);
