// Package integration tells other programs what happened: webhooks that are signed and retried, the event log to read, and
// pages of theirs that stand beside a conversation.
//
// Owns: webhooks and apps with their secrets, and the log of deliveries.
//
// Promises: an event that a webhook asked for becomes a delivery in the unit that reads it from the log, and is tried
// again for more than a day; every try of one delivery carries the same id and the same body; a receiver that fails for
// five days is switched off, and everybody can see why.
//
// Refuses to know: what events mean, how a request leaves the house (the sender and its guard).
//
// Emits: webhook.created, webhook.updated, webhook.deleted, webhook.disabled, webhook.secret_rotated,
// app.created, app.updated, app.deleted.
//
// Consumes: every event of the log.
package integration
