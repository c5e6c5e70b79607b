// Package conversation is the exchange between a customer and the people who answer, in any channel.
//
// Owns: conversations with their state (open, snoozed, resolved), the entries of their timelines (messages, notes,
// activities), drafts, files, ratings, mentions and the counts beside the inbox views.
//
// Promises: an entry that was acknowledged is stored once, even when its client sends it again; seq has no gap for the
// people who answer and publicSeq none for the visitor; two people cannot both take a conversation; a change of state
// writes its row, its entries and its events in one unit of work; a visitor sees public entries of own conversations only.
//
// Refuses to know: how a message arrived or leaves (channels), who a customer is (customer), who may sign in (identity),
// who should get the conversation next (routing), where bytes of files lie (platform/blob).
//
// Emits: see events.go; every type has a golden file in testdata/events.
//
// Consumes: its own events, to keep the counts (Counter); the job conversation.unsnooze; the job conversation.purge_file; the job
// conversation.send_planned.
package conversation
