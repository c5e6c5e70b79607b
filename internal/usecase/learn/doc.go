// Package learn lets the weights of skills move with results: once a day, while the plan says so, it looks at what came of the
// conversations that people got from each queue, works out how much more or less their skills count there, within the bounds of
// the plan, and keeps the reasons beside it. Only conversations that routing brought count; what people picked themselves says
// nothing about whom to choose.
package learn
