-- +goose Up

-- What the inbox shows. Every message rewrites a row, so each index below is paid for at each message: one for each order
-- in which people read, and no more.
CREATE TABLE conversation_conversations (
    tenant            ${TEXT} NOT NULL,
    id                ${TEXT} NOT NULL,
    number            ${INT}  NOT NULL,
    channel_id        ${TEXT} NOT NULL,
    channel_kind      ${TEXT} NOT NULL,
    customer_id       ${TEXT} NOT NULL,
    customer_name     ${TEXT} NOT NULL,
    customer_level    ${TEXT} NOT NULL,
    subject           ${TEXT} NOT NULL,
    status            ${TEXT} NOT NULL,
    assignee_id       ${TEXT} NOT NULL,
    assigned          ${INT}  NOT NULL,
    team_id           ${TEXT} NOT NULL,
    priority          ${TEXT} NOT NULL,
    tag_ids           ${TEXT} NOT NULL,
    seq               ${INT}  NOT NULL,
    public_seq        ${INT}  NOT NULL,
    last_entry_at     ${INT}  NOT NULL,
    message_at        ${INT}  NOT NULL,
    message_preview   ${TEXT} NOT NULL,
    message_kind      ${TEXT} NOT NULL,
    message_author    ${TEXT} NOT NULL,
    unread            ${INT}  NOT NULL,
    waiting_since     ${INT}  NOT NULL,
    snoozed_until     ${INT}  NOT NULL,
    agent_seen_seq    ${INT}  NOT NULL,
    agent_seen_public ${INT}  NOT NULL,
    customer_seen_seq ${INT}  NOT NULL,
    first_reply_at    ${INT}  NOT NULL,
    resolved_at       ${INT}  NOT NULL,
    resolved_by       ${TEXT} NOT NULL,
    resolutions       ${INT}  NOT NULL,
    rating_score      ${INT}  NOT NULL,
    created_at        ${INT}  NOT NULL,
    version           ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX conversation_conversations_number ON conversation_conversations (tenant, number);
CREATE INDEX conversation_conversations_status ON conversation_conversations (tenant, status, last_entry_at, id);
CREATE INDEX conversation_conversations_assignee ON conversation_conversations (tenant, assignee_id, status, last_entry_at, id);
CREATE INDEX conversation_conversations_team ON conversation_conversations (tenant, team_id, assigned, status, last_entry_at, id);
CREATE INDEX conversation_conversations_channel ON conversation_conversations (tenant, channel_id, status, last_entry_at, id);
CREATE INDEX conversation_conversations_customer ON conversation_conversations (tenant, customer_id, id);
-- Who waits: few at any time, so the index is small.
CREATE INDEX conversation_conversations_waiting ON conversation_conversations (tenant, waiting_since, id) WHERE waiting_since > 0;

-- The conversation that a customer's next message in a channel may continue. It also decides which of two units opens one.
CREATE TABLE conversation_current (
    tenant          ${TEXT} NOT NULL,
    customer_id     ${TEXT} NOT NULL,
    channel_id      ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, customer_id, channel_id)
) ${STRICT};

CREATE TABLE conversation_entries (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    seq             ${INT}  NOT NULL,
    public_seq      ${INT}  NOT NULL,
    id              ${TEXT} NOT NULL,
    kind            ${TEXT} NOT NULL,
    author_kind     ${TEXT} NOT NULL,
    author_id       ${TEXT} NOT NULL,
    body            ${TEXT} NOT NULL,
    attachments     ${TEXT} NOT NULL,
    activity        ${TEXT} NOT NULL,
    mentions        ${TEXT} NOT NULL,
    client_id       ${TEXT} NOT NULL,
    lang            ${TEXT} NOT NULL,
    created_at      ${INT}  NOT NULL,
    PRIMARY KEY (tenant, conversation_id, seq)
-- +engine sqlite
-- Clustered by its key: a page of a timeline lies together, and an entry is written once instead of twice.
) STRICT, WITHOUT ROWID;
-- +engine postgres
);
-- +engine all
CREATE UNIQUE INDEX conversation_entries_client ON conversation_entries (tenant, conversation_id, author_id, client_id) WHERE client_id <> '';

CREATE TABLE conversation_participants (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    user_id         ${TEXT} NOT NULL,
    mentioned_at    ${INT}  NOT NULL,
    PRIMARY KEY (tenant, conversation_id, user_id)
) ${STRICT};
CREATE INDEX conversation_participants_user ON conversation_participants (tenant, user_id, mentioned_at, conversation_id);

CREATE TABLE conversation_tag_links (
    tenant          ${TEXT} NOT NULL,
    tag_id          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, tag_id, conversation_id)
) ${STRICT};

CREATE TABLE conversation_drafts (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    user_id         ${TEXT} NOT NULL,
    kind            ${TEXT} NOT NULL,
    body            ${TEXT} NOT NULL,
    attachments     ${TEXT} NOT NULL,
    mentions        ${TEXT} NOT NULL,
    updated_at      ${INT}  NOT NULL,
    PRIMARY KEY (tenant, user_id, conversation_id, kind)
) ${STRICT};

CREATE TABLE conversation_ratings (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    resolution      ${INT}  NOT NULL,
    score           ${INT}  NOT NULL,
    comment         ${TEXT} NOT NULL,
    user_id         ${TEXT} NOT NULL,
    created_at      ${INT}  NOT NULL,
    updated_at      ${INT}  NOT NULL,
    PRIMARY KEY (tenant, conversation_id, resolution)
) ${STRICT};

CREATE TABLE conversation_files (
    tenant          ${TEXT} NOT NULL,
    id              ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    owner_kind      ${TEXT} NOT NULL,
    owner_id        ${TEXT} NOT NULL,
    internal        ${INT}  NOT NULL,
    name            ${TEXT} NOT NULL,
    size            ${INT}  NOT NULL,
    mime            ${TEXT} NOT NULL,
    width           ${INT}  NOT NULL,
    height          ${INT}  NOT NULL,
    thumbnail       ${INT}  NOT NULL,
    created_at      ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};

-- The numbers beside the views, kept from the event log.
CREATE TABLE conversation_counts (
    tenant     ${TEXT} NOT NULL,
    status     ${TEXT} NOT NULL,
    team_id    ${TEXT} NOT NULL,
    channel_id ${TEXT} NOT NULL,
    assigned   ${INT}  NOT NULL,
    n          ${INT}  NOT NULL,
    PRIMARY KEY (tenant, status, team_id, channel_id, assigned)
) ${STRICT};

CREATE TABLE conversation_user_counts (
    tenant     ${TEXT} NOT NULL,
    user_id    ${TEXT} NOT NULL,
    status     ${TEXT} NOT NULL,
    team_id    ${TEXT} NOT NULL,
    channel_id ${TEXT} NOT NULL,
    n          ${INT}  NOT NULL,
    PRIMARY KEY (tenant, user_id, status, team_id, channel_id)
) ${STRICT};

-- +goose Down
DROP TABLE conversation_user_counts;
DROP TABLE conversation_counts;
DROP TABLE conversation_files;
DROP TABLE conversation_ratings;
DROP TABLE conversation_drafts;
DROP TABLE conversation_tag_links;
DROP TABLE conversation_participants;
DROP TABLE conversation_entries;
DROP TABLE conversation_current;
DROP TABLE conversation_conversations;
