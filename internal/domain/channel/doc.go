// Package channel keeps the ways by which customers reach a company. The first kind is the web chat widget.
//
// Owns: channels with their typed settings, the public keys of widgets, the secrets by which a site vouches for its
// visitors, and the rules of a visitor's session.
//
// Promises: a widget speaks only to the sites its channel allows; nobody is identified without a valid signature; a
// secret is shown once, stored sealed, and an old one keeps working for a week after a rotation.
//
// Refuses to know: who the visitors are (customer), what they write (conversation), how tokens and signatures are made.
//
// Emits: channel.created, channel.updated, channel.deleted, channel.secret_rotated.
//
// Consumes: nothing.
package channel
