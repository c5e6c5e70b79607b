-- +goose Up
-- How much work of a queue was served, by five minutes: expected waits and the service level of today come from it.
CREATE TABLE routing_served (
    tenant   ${TEXT} NOT NULL,
    queue_id ${TEXT} NOT NULL,
    slot     ${INT}  NOT NULL,
    served   ${INT}  NOT NULL,
    within   ${INT}  NOT NULL,
    PRIMARY KEY (tenant, slot, queue_id)
) ${STRICT};

-- +goose Down
DROP TABLE routing_served;
