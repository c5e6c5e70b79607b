-- +goose Up
-- What customers chose who waited, by five minutes: to be called, or that they found the answer themselves.
CREATE TABLE routing_choices (
    tenant   ${TEXT} NOT NULL,
    slot     ${INT}  NOT NULL,
    queue_id ${TEXT} NOT NULL,
    choice   ${TEXT} NOT NULL,
    n        ${INT}  NOT NULL,
    PRIMARY KEY (tenant, slot, queue_id, choice)
) ${STRICT};

-- +goose Down
DROP TABLE routing_choices;
