-- +goose Up
-- One row for each thing that can be found. pos orders them by time (see searchsql): newest first is a walk backwards.
-- +engine sqlite
CREATE TABLE search_documents (
    pos INTEGER NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX search_documents_id ON search_documents (tenant, id);
-- The tokens come ready made, without any ASCII but letters and digits: the "ascii" tokenizer takes every other
-- character as part of a word, so that it cuts at the blanks between tokens and nowhere else. No positions are kept
-- (detail=none): order and ranking are by time. The text itself stands in search_documents only.
CREATE VIRTUAL TABLE search_tokens USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');
-- +engine postgres
CREATE TABLE search_documents (
    pos BIGINT NOT NULL,
    tenant TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    tokens tsvector NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX search_documents_pos ON search_documents (tenant, pos DESC, id DESC);
-- A short list of pending entries keeps both writes and searches quick.
CREATE INDEX search_documents_tokens ON search_documents USING gin (tokens) WITH (gin_pending_list_limit = 512);
-- +engine all

-- +goose Down
-- +engine sqlite
DROP TABLE search_tokens;
-- +engine all
DROP TABLE search_documents;
