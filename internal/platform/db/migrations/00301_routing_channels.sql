-- +goose Up
-- What waits and what was served, by channel, too: a screen on the wall may show some channels only.
ALTER TABLE routing_work ADD COLUMN channel_id ${TEXT} NOT NULL DEFAULT '';
UPDATE routing_work SET channel_id = COALESCE(
    (SELECT c.channel_id FROM conversation_conversations c WHERE c.tenant = routing_work.tenant AND c.id = routing_work.conversation_id), '');

CREATE TABLE routing_tallies (
    tenant     ${TEXT} NOT NULL,
    queue_id   ${TEXT} NOT NULL,
    channel_id ${TEXT} NOT NULL,
    slot       ${INT}  NOT NULL,
    served     ${INT}  NOT NULL,
    within     ${INT}  NOT NULL,
    PRIMARY KEY (tenant, slot, queue_id, channel_id)
) ${STRICT};
INSERT INTO routing_tallies (tenant, queue_id, channel_id, slot, served, within) SELECT tenant, queue_id, '', slot, served, within FROM routing_served;
DROP TABLE routing_served;

-- +goose Down
CREATE TABLE routing_served (
    tenant   ${TEXT} NOT NULL,
    queue_id ${TEXT} NOT NULL,
    slot     ${INT}  NOT NULL,
    served   ${INT}  NOT NULL,
    within   ${INT}  NOT NULL,
    PRIMARY KEY (tenant, slot, queue_id)
) ${STRICT};
INSERT INTO routing_served (tenant, queue_id, slot, served, within)
    SELECT tenant, queue_id, slot, SUM(served), SUM(within) FROM routing_tallies GROUP BY tenant, queue_id, slot;
DROP TABLE routing_tallies;
ALTER TABLE routing_work DROP COLUMN channel_id;
