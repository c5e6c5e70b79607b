-- +goose Up
-- Screens on the wall: what they show, and the link that opens them without signing in. Of the link only a fingerprint is kept.
CREATE TABLE wallboard_boards (
    tenant      ${TEXT} NOT NULL,
    id          ${TEXT} NOT NULL,
    name        ${TEXT} NOT NULL,
    shows       ${TEXT} NOT NULL,
    lookup      ${TEXT} NOT NULL,
    fingerprint ${TEXT} NOT NULL,
    link_at     ${INT}  NOT NULL,
    link_until  ${INT}  NOT NULL,
    created_at  ${INT}  NOT NULL,
    version     ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX wallboard_boards_lookup ON wallboard_boards (lookup) WHERE lookup <> '';

-- +goose Down
DROP TABLE wallboard_boards;
