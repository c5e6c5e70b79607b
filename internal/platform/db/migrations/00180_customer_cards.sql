-- +goose Up
-- What the page a visitor is on told of it, the last time: orders and products.
CREATE TABLE customer_contexts (
    tenant     ${TEXT} NOT NULL,
    visitor_id ${TEXT} NOT NULL,
    cards      ${TEXT} NOT NULL,
    at         ${INT}  NOT NULL,
    PRIMARY KEY (tenant, visitor_id)
) ${STRICT};

-- +goose Down
DROP TABLE customer_contexts;
