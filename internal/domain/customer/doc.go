// Package customer keeps the people a company talks to.
//
// Owns: customers, their identities (e-mail, phone, id of the company's own system, browser), visitors of the widget with
// their page track, and the workspace-wide tags with their links to customers.
//
// Promises: one identity belongs to one customer, also when two messages arrive at the same moment; a signed identity
// merges the anonymous visitor into the known person and never two known persons; edits of a stale version are refused.
//
// Refuses to know: conversations and channels (they hold a customer's id), how an identity was verified.
//
// Emits: customer.created, customer.updated, customer.merged, customer.tagged, customer.erased, tag.created, tag.updated, tag.deleted.
//
// Consumes: nothing.
package customer
