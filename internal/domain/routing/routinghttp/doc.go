// Package routinghttp offers routing as operations: the plan with its versions, and people's skills.
package routinghttp
