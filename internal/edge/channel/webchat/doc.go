// Package webchat makes and reads the tokens of widget visitors, and proves what a site says about its visitors: by a
// keyed hash of the user's id, or by a token (JWT) that the site signed.
package webchat
