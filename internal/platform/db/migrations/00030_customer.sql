-- +goose Up
CREATE TABLE customer_customers (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    name ${TEXT} NOT NULL,
    name_key ${TEXT} NOT NULL,
    email ${TEXT} NOT NULL,
    email_key ${TEXT} NOT NULL,
    phone ${TEXT} NOT NULL,
    phone_key ${TEXT} NOT NULL,
    company ${TEXT} NOT NULL,
    level ${TEXT} NOT NULL,
    locale ${TEXT} NOT NULL,
    timezone ${TEXT} NOT NULL,
    attributes ${TEXT} NOT NULL,
    note ${TEXT} NOT NULL,
    anonymous ${INT} NOT NULL,
    merged_into ${TEXT} NOT NULL,
    created_at ${INT} NOT NULL,
    last_seen_at ${INT} NOT NULL,
    version ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX customer_customers_seen ON customer_customers (tenant, last_seen_at DESC, id DESC) WHERE merged_into = '';
CREATE INDEX customer_customers_name ON customer_customers (tenant, name_key) WHERE merged_into = '';
CREATE INDEX customer_customers_email ON customer_customers (tenant, email_key) WHERE merged_into = '' AND email_key <> '';
CREATE INDEX customer_customers_phone ON customer_customers (tenant, phone_key) WHERE merged_into = '' AND phone_key <> '';

CREATE TABLE customer_identities (
    tenant ${TEXT} NOT NULL,
    kind ${TEXT} NOT NULL,
    value_key ${TEXT} NOT NULL,
    value ${TEXT} NOT NULL,
    customer_id ${TEXT} NOT NULL,
    verified ${INT} NOT NULL,
    created_at ${INT} NOT NULL,
    PRIMARY KEY (tenant, kind, value_key)
) ${STRICT};
CREATE INDEX customer_identities_customer ON customer_identities (tenant, customer_id);

CREATE TABLE customer_visitors (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    customer_id ${TEXT} NOT NULL,
    channel_id ${TEXT} NOT NULL,
    device ${TEXT} NOT NULL,
    browser ${TEXT} NOT NULL,
    system ${TEXT} NOT NULL,
    locale ${TEXT} NOT NULL,
    timezone ${TEXT} NOT NULL,
    referrer ${TEXT} NOT NULL,
    entry_page ${TEXT} NOT NULL,
    verified ${INT} NOT NULL,
    page_seq ${INT} NOT NULL,
    created_at ${INT} NOT NULL,
    last_seen_at ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX customer_visitors_customer ON customer_visitors (tenant, customer_id) WHERE customer_id <> '';

CREATE TABLE customer_page_views (
    tenant ${TEXT} NOT NULL,
    visitor_id ${TEXT} NOT NULL,
    seq ${INT} NOT NULL,
    url ${TEXT} NOT NULL,
    title ${TEXT} NOT NULL,
    at ${INT} NOT NULL,
    PRIMARY KEY (tenant, visitor_id, seq)
) ${STRICT};

CREATE TABLE customer_tags (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    name ${TEXT} NOT NULL,
    name_key ${TEXT} NOT NULL,
    colour ${TEXT} NOT NULL,
    created_at ${INT} NOT NULL,
    version ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX customer_tags_name ON customer_tags (tenant, name_key);

CREATE TABLE customer_tag_links (
    tenant ${TEXT} NOT NULL,
    customer_id ${TEXT} NOT NULL,
    tag_id ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, customer_id, tag_id)
) ${STRICT};
CREATE INDEX customer_tag_links_tag ON customer_tag_links (tenant, tag_id, customer_id);

-- +goose Down
DROP TABLE customer_tag_links;
DROP TABLE customer_tags;
DROP TABLE customer_page_views;
DROP TABLE customer_visitors;
DROP TABLE customer_identities;
DROP TABLE customer_customers;
