-- +goose Up
-- What results taught of people, by queue: the reason of each learnt factor.
CREATE TABLE routing_lessons (
    tenant   ${TEXT} NOT NULL,
    queue_id ${TEXT} NOT NULL,
    user_id  ${TEXT} NOT NULL,
    at       ${INT}  NOT NULL,
    lesson   ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, queue_id, user_id)
) ${STRICT};

-- +goose Down
DROP TABLE routing_lessons;
