-- +goose Up
CREATE TABLE channel_channels (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    kind ${TEXT} NOT NULL,
    name ${TEXT} NOT NULL,
    enabled ${INT} NOT NULL,
    widget_key ${TEXT} NOT NULL,
    settings ${TEXT} NOT NULL,
    secret ${TEXT} NOT NULL,
    secret_previous ${TEXT} NOT NULL,
    secret_rotated_at ${INT} NOT NULL,
    secret_previous_until ${INT} NOT NULL,
    deleted ${INT} NOT NULL,
    created_at ${INT} NOT NULL,
    version ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};

-- The key is public and is all that a visitor's browser knows: it leads to the workspace, so it is unique over all of them.
CREATE TABLE channel_widgets (
    key ${TEXT} NOT NULL PRIMARY KEY,
    tenant ${TEXT} NOT NULL,
    channel_id ${TEXT} NOT NULL
) ${STRICT};
CREATE UNIQUE INDEX channel_widgets_channel ON channel_widgets (tenant, channel_id);

-- +goose Down
DROP TABLE channel_widgets;
DROP TABLE channel_channels;
