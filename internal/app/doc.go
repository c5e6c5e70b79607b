// Package app puts the program together: which parts a role needs, in which order they start, and what is mounted where.
package app
