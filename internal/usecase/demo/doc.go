// Package demo makes the sample workspace: a shop called Lantern Home, its people, customers and a few hundred believable
// conversations in Chinese and English, and visitors that can be switched on and behave like customers.
//
// Everything it makes is marked as sample data and can be removed in one step.
package demo
