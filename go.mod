module frontdesk

go 1.26

// npm packages may hold Go files that are no part of this module.
ignore ./web/node_modules

require github.com/google/go-cmp v0.7.0 // indirect
