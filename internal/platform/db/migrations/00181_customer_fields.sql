-- +goose Up
-- Fields that a company defines for its customers and conversations.
CREATE TABLE customer_fields (
    tenant     ${TEXT} NOT NULL,
    id         ${TEXT} NOT NULL,
    owner      ${TEXT} NOT NULL,
    kind       ${TEXT} NOT NULL,
    name_zh    ${TEXT} NOT NULL,
    name_en    ${TEXT} NOT NULL,
    options    ${TEXT} NOT NULL,
    required   ${INT}  NOT NULL,
    position   ${INT}  NOT NULL,
    seen_by    ${TEXT} NOT NULL,
    edited_by  ${TEXT} NOT NULL,
    created_at ${INT}  NOT NULL,
    version    ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};

-- Their values, one row each; several for a field with several choices. The owner is a customer or a conversation.
CREATE TABLE customer_values (
    tenant   ${TEXT} NOT NULL,
    owner_id ${TEXT} NOT NULL,
    field_id ${TEXT} NOT NULL,
    slot     ${INT}  NOT NULL,
    text     ${TEXT} NOT NULL,
    text_key ${TEXT} NOT NULL,
    number   ${INT}  NOT NULL,
    ref      ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, owner_id, field_id, slot)
) ${STRICT};
CREATE INDEX customer_values_text ON customer_values (tenant, field_id, text_key, owner_id);
CREATE INDEX customer_values_number ON customer_values (tenant, field_id, number, owner_id);
CREATE INDEX customer_values_ref ON customer_values (tenant, field_id, ref, owner_id);

-- Saved conditions that put customers into groups.
CREATE TABLE customer_segments (
    tenant     ${TEXT} NOT NULL,
    id         ${TEXT} NOT NULL,
    name       ${TEXT} NOT NULL,
    colour     ${TEXT} NOT NULL,
    conditions ${TEXT} NOT NULL,
    position   ${INT}  NOT NULL,
    created_at ${INT}  NOT NULL,
    version    ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};

-- What colleagues write down about a customer.
CREATE TABLE customer_notes (
    tenant      ${TEXT} NOT NULL,
    id          ${TEXT} NOT NULL,
    customer_id ${TEXT} NOT NULL,
    author_id   ${TEXT} NOT NULL,
    body        ${TEXT} NOT NULL,
    mentions    ${TEXT} NOT NULL,
    created_at  ${INT}  NOT NULL,
    edited_at   ${INT}  NOT NULL,
    version     ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX customer_notes_customer ON customer_notes (tenant, customer_id, created_at DESC, id DESC);

-- +goose Down
DROP TABLE customer_notes;
DROP TABLE customer_segments;
DROP TABLE customer_values;
DROP TABLE customer_fields;
