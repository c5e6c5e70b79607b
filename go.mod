module frontdesk

go 1.26

// npm packages may hold Go files that are no part of this module.
ignore ./web/node_modules
