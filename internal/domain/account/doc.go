// Package account is the workspace: the tenant that everything else belongs to.
//
// Owns: workspaces (name, address, language, time zone, settings), their running numbers and their calendars of business
// hours.
//
// Promises: a change of settings or of a calendar that was made on an old version is refused; a running number is handed
// out once; Open and NextOpen of a calendar are right across changes of the clocks; the guided set-up founds a workspace
// only while there is none.
//
// Refuses to know: who works in a workspace and what they may do (identity), what a number is used for (whoever asks).
//
// Emits: workspace.founded, workspace.changed, workspace.demo_ended, calendar.created, calendar.changed,
// calendar.removed.
//
// Consumes: nothing.
package account
