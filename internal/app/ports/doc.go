// Package ports answers the questions that one domain has about another: each file holds the answers for the domain it is
// named after. It decides nothing.
package ports
