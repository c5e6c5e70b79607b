-- +goose Up
-- The zones that decided where days ended.
CREATE TABLE insight_zones (
    tenant  ${TEXT} NOT NULL,
    from_at ${INT}  NOT NULL,
    zone    ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, from_at)
) ${STRICT};

-- What the roll-up has to remember of a conversation: ids, times and numbers.
CREATE TABLE insight_talks (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    state           ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, conversation_id)
) ${STRICT};

CREATE TABLE insight_spans (
    tenant  ${TEXT} NOT NULL,
    user_id ${TEXT} NOT NULL,
    state   ${TEXT} NOT NULL,
    reason  ${TEXT} NOT NULL,
    since   ${INT}  NOT NULL,
    PRIMARY KEY (tenant, user_id)
) ${STRICT};

-- The roll-up that reports read.
CREATE TABLE insight_days (
    tenant          ${TEXT} NOT NULL,
    day             ${TEXT} NOT NULL,
    agent_id        ${TEXT} NOT NULL,
    team_id         ${TEXT} NOT NULL,
    channel_id      ${TEXT} NOT NULL,
    received        ${INT}  NOT NULL,
    answered        ${INT}  NOT NULL,
    missed          ${INT}  NOT NULL,
    first_count     ${INT}  NOT NULL,
    first_time      ${INT}  NOT NULL,
    replies         ${INT}  NOT NULL,
    reply_time      ${INT}  NOT NULL,
    inbound         ${INT}  NOT NULL,
    outbound        ${INT}  NOT NULL,
    handled         ${INT}  NOT NULL,
    handle_time     ${INT}  NOT NULL,
    resolved        ${INT}  NOT NULL,
    summarised      ${INT}  NOT NULL,
    solved          ${INT}  NOT NULL,
    rated           ${INT}  NOT NULL,
    score           ${INT}  NOT NULL,
    satisfied       ${INT}  NOT NULL,
    transfer_in     ${INT}  NOT NULL,
    transfer_out    ${INT}  NOT NULL,
    PRIMARY KEY (tenant, day, agent_id, team_id, channel_id)
) ${STRICT};
CREATE INDEX insight_days_agent ON insight_days (tenant, agent_id, day);

-- What each conversation added to it: a figure opens to these rows, and is their sum.
CREATE TABLE insight_parts (
    tenant          ${TEXT} NOT NULL,
    day             ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    agent_id        ${TEXT} NOT NULL,
    team_id         ${TEXT} NOT NULL,
    channel_id      ${TEXT} NOT NULL,
    received        ${INT}  NOT NULL,
    answered        ${INT}  NOT NULL,
    missed          ${INT}  NOT NULL,
    first_count     ${INT}  NOT NULL,
    first_time      ${INT}  NOT NULL,
    replies         ${INT}  NOT NULL,
    reply_time      ${INT}  NOT NULL,
    inbound         ${INT}  NOT NULL,
    outbound        ${INT}  NOT NULL,
    handled         ${INT}  NOT NULL,
    handle_time     ${INT}  NOT NULL,
    resolved        ${INT}  NOT NULL,
    summarised      ${INT}  NOT NULL,
    solved          ${INT}  NOT NULL,
    rated           ${INT}  NOT NULL,
    score           ${INT}  NOT NULL,
    satisfied       ${INT}  NOT NULL,
    transfer_in     ${INT}  NOT NULL,
    transfer_out    ${INT}  NOT NULL,
    PRIMARY KEY (tenant, day, conversation_id, agent_id, team_id, channel_id)
) ${STRICT};
CREATE INDEX insight_parts_agent ON insight_parts (tenant, agent_id, day, conversation_id);

-- The sketch of first responses: how many lie in each part of it.
CREATE TABLE insight_firsts (
    tenant          ${TEXT} NOT NULL,
    day             ${TEXT} NOT NULL,
    agent_id        ${TEXT} NOT NULL,
    team_id         ${TEXT} NOT NULL,
    channel_id      ${TEXT} NOT NULL,
    bucket          ${INT}  NOT NULL,
    n               ${INT}  NOT NULL,
    PRIMARY KEY (tenant, day, agent_id, team_id, channel_id, bucket)
) ${STRICT};
CREATE INDEX insight_firsts_agent ON insight_firsts (tenant, agent_id, day);

CREATE TABLE insight_presence (
    tenant  ${TEXT} NOT NULL,
    day     ${TEXT} NOT NULL,
    user_id ${TEXT} NOT NULL,
    state   ${TEXT} NOT NULL,
    reason  ${TEXT} NOT NULL,
    micros  ${INT}  NOT NULL,
    PRIMARY KEY (tenant, day, user_id, state, reason)
) ${STRICT};
CREATE INDEX insight_presence_user ON insight_presence (tenant, user_id, day);

-- +goose Down
DROP TABLE insight_presence;
DROP TABLE insight_firsts;
DROP TABLE insight_parts;
DROP TABLE insight_days;
DROP TABLE insight_spans;
DROP TABLE insight_talks;
DROP TABLE insight_zones;
