-- +goose Up
-- The places of customers who went before anybody answered; they have them again when they come back in time.
CREATE TABLE routing_kept (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    customer_id     ${TEXT} NOT NULL,
    queue_id        ${TEXT} NOT NULL,
    arrived         ${INT}  NOT NULL,
    gone_at         ${INT}  NOT NULL,
    until           ${INT}  NOT NULL,
    step            ${INT}  NOT NULL,
    plan            ${INT}  NOT NULL,
    PRIMARY KEY (tenant, conversation_id)
) ${STRICT};
CREATE INDEX routing_kept_customer ON routing_kept (tenant, customer_id);
CREATE INDEX routing_kept_until ON routing_kept (tenant, until);

-- +goose Down
DROP TABLE routing_kept;
