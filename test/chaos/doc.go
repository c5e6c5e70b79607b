// Package chaos kills the program while people work, fills its disk and takes its folder away, and then counts: nothing
// that was acknowledged is missing, and nothing is there twice.
package chaos
