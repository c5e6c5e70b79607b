-- +goose Up
CREATE TABLE visitor_visits (
    tenant ${TEXT} NOT NULL,
    visitor_id ${TEXT} NOT NULL,
    customer_id ${TEXT} NOT NULL,
    visit ${TEXT} NOT NULL,
    seen_at ${INT} NOT NULL,
    invited_day ${TEXT} NOT NULL,
    invited ${INT} NOT NULL,
    quiet_until ${INT} NOT NULL,
    turn ${INT} NOT NULL,
    PRIMARY KEY (tenant, visitor_id)
) ${STRICT};
CREATE INDEX visitor_visits_customer ON visitor_visits (tenant, customer_id) WHERE customer_id <> '';
CREATE INDEX visitor_visits_seen ON visitor_visits (tenant, seen_at);

CREATE TABLE visitor_invites (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    visitor_id ${TEXT} NOT NULL,
    channel_id ${TEXT} NOT NULL,
    user_id ${TEXT} NOT NULL,
    rule_id ${TEXT} NOT NULL,
    body ${TEXT} NOT NULL,
    state ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    day ${TEXT} NOT NULL,
    at ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX visitor_invites_visitor ON visitor_invites (tenant, visitor_id);

CREATE TABLE visitor_counts (
    tenant ${TEXT} NOT NULL,
    day ${TEXT} NOT NULL,
    rule_id ${TEXT} NOT NULL,
    user_id ${TEXT} NOT NULL,
    sent ${INT} NOT NULL,
    shown ${INT} NOT NULL,
    accepted ${INT} NOT NULL,
    refused ${INT} NOT NULL,
    PRIMARY KEY (tenant, day, rule_id, user_id)
) ${STRICT};

CREATE TABLE visitor_rules (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    name ${TEXT} NOT NULL,
    enabled ${INT} NOT NULL,
    position ${INT} NOT NULL,
    conditions ${TEXT} NOT NULL,
    message ${TEXT} NOT NULL,
    created_at ${INT} NOT NULL,
    version ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};

CREATE TABLE visitor_settings (
    tenant ${TEXT} NOT NULL PRIMARY KEY,
    watch ${INT} NOT NULL,
    per_day ${INT} NOT NULL,
    quiet_days ${INT} NOT NULL,
    version ${INT} NOT NULL
) ${STRICT};

-- +goose Down
DROP TABLE visitor_settings;
DROP TABLE visitor_rules;
DROP TABLE visitor_counts;
DROP TABLE visitor_invites;
DROP TABLE visitor_visits;
