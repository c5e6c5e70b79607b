-- +goose Up
-- Who gets what: plans, people's skills and points, work that waits or is under way, and why it was decided so.
CREATE TABLE routing_plans (
    tenant   ${TEXT} NOT NULL,
    number   ${INT}  NOT NULL,
    document ${TEXT} NOT NULL,
    author   ${TEXT} NOT NULL,
    note     ${TEXT} NOT NULL,
    at       ${INT}  NOT NULL,
    PRIMARY KEY (tenant, number)
) ${STRICT};

CREATE TABLE routing_drafts (
    tenant   ${TEXT} NOT NULL PRIMARY KEY,
    document ${TEXT} NOT NULL,
    base     ${INT}  NOT NULL,
    author   ${TEXT} NOT NULL,
    at       ${INT}  NOT NULL,
    version  ${INT}  NOT NULL
) ${STRICT};

CREATE TABLE routing_agents (
    tenant     ${TEXT} NOT NULL,
    user_id    ${TEXT} NOT NULL,
    skills     ${TEXT} NOT NULL,
    learned    ${TEXT} NOT NULL,
    capacity   ${INT}  NOT NULL,
    most_chat  ${INT}  NOT NULL,
    most_call  ${INT}  NOT NULL,
    most_email ${INT}  NOT NULL,
    used       ${INT}  NOT NULL,
    has_chat   ${INT}  NOT NULL,
    has_call   ${INT}  NOT NULL,
    has_email  ${INT}  NOT NULL,
    idle_since ${INT}  NOT NULL,
    offered_at ${INT}  NOT NULL,
    version    ${INT}  NOT NULL,
    PRIMARY KEY (tenant, user_id)
) ${STRICT};

CREATE TABLE routing_work (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    queue_id        ${TEXT} NOT NULL,
    state           ${TEXT} NOT NULL,
    rank            ${INT}  NOT NULL,
    kind            ${TEXT} NOT NULL,
    points          ${INT}  NOT NULL,
    arrived         ${INT}  NOT NULL,
    detail          ${TEXT} NOT NULL,
    agent_id        ${TEXT} NOT NULL,
    offered_at      ${INT}  NOT NULL,
    offer_until     ${INT}  NOT NULL,
    step            ${INT}  NOT NULL,
    plan            ${INT}  NOT NULL,
    version         ${INT}  NOT NULL,
    PRIMARY KEY (tenant, conversation_id)
) ${STRICT};
CREATE INDEX routing_work_queue ON routing_work (tenant, queue_id, state, rank, conversation_id);
CREATE INDEX routing_work_agent ON routing_work (tenant, agent_id, state, conversation_id);

CREATE TABLE routing_decisions (
    tenant          ${TEXT} NOT NULL,
    id              ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    queue_id        ${TEXT} NOT NULL,
    agent_id        ${TEXT} NOT NULL,
    outcome         ${TEXT} NOT NULL,
    record          ${TEXT} NOT NULL,
    plan            ${INT}  NOT NULL,
    at              ${INT}  NOT NULL,
    ended_at        ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX routing_decisions_conversation ON routing_decisions (tenant, conversation_id, at DESC, id DESC);
CREATE INDEX routing_decisions_agent ON routing_decisions (tenant, agent_id, at DESC, id DESC);

-- +goose Down
DROP TABLE routing_decisions;
DROP TABLE routing_work;
DROP TABLE routing_agents;
DROP TABLE routing_drafts;
DROP TABLE routing_plans;
