-- +goose Up
-- When people came and went, and what a changed plan would have done with a past period.
CREATE TABLE routing_shifts (
    tenant  ${TEXT} NOT NULL,
    at      ${INT}  NOT NULL,
    user_id ${TEXT} NOT NULL,
    online  ${INT}  NOT NULL,
    PRIMARY KEY (tenant, at, user_id)
) ${STRICT};

CREATE TABLE routing_rehearsals (
    tenant   ${TEXT} NOT NULL,
    id       ${TEXT} NOT NULL,
    state    ${TEXT} NOT NULL,
    from_at  ${INT}  NOT NULL,
    to_at    ${INT}  NOT NULL,
    author   ${TEXT} NOT NULL,
    at       ${INT}  NOT NULL,
    ended_at ${INT}  NOT NULL,
    base     ${INT}  NOT NULL,
    document ${TEXT} NOT NULL,
    result   ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};

-- +goose Down
DROP TABLE routing_rehearsals;
DROP TABLE routing_shifts;
