-- +goose Up
-- +engine sqlite
-- How many pieces of one size the index holds before they are merged (4 by default). With more, each word is written again
-- less often; a search looks into a few pieces more.
INSERT INTO search_tokens (search_tokens, rank) VALUES ('automerge', 8);
-- +engine all
SELECT 1;

-- +goose Down
SELECT 1;
