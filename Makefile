# Everything starts here; `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

VERSION ?= $(shell git describe --tags --always 2>/dev/null || echo dev)
LISTEN  ?= 127.0.0.1:8080
DATA    ?= data
BENCH   ?= store chat visitors inbox start

export CGO_ENABLED := 0
GO_FLAGS := -trimpath -ldflags "-s -w -X frontdesk/internal/app.Version=$(VERSION)"

WEB_SOURCES := $(shell find web \( -name node_modules -o -name dist -o -name 'packed*' \) -prune -o -type f -print 2>/dev/null)
WEB_STAMP   := .cache/stamps/web
# A folder that was emptied by hand is built again.
ifeq ($(and $(wildcard web/packed/desk/*),$(wildcard web/packed/widget/*)),)
.PHONY: $(WEB_STAMP)
endif

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## Build and serve http://127.0.0.1:8080 with the demo workspace (LISTEN=, DATA=)
	@exec bin/frontdesk serve --demo --data "$(DATA)" --listen "$(LISTEN)"

.PHONY: build
build: setup $(WEB_STAMP) build-go ## Build bin/frontdesk with the web apps inside

.PHONY: build-go
build-go: ## Build bin/frontdesk with the web apps as they were last built
	@mkdir -p bin
	@go build $(GO_FLAGS) -o bin/frontdesk ./cmd/frontdesk
	@echo "bin/frontdesk $(VERSION) ($$(( $$(stat -c %s bin/frontdesk) / 1048576 )) MB)"

$(WEB_STAMP): $(WEB_SOURCES)
	@mkdir -p $(@D)
	@cd web && npm run build
	@touch $@

.PHONY: test
test: ## Set up what is missing and run every test
	@scripts/test.sh

.PHONY: setup
setup: ## Fetch Go modules and npm packages
	@scripts/setup.sh

.PHONY: setup-test
setup-test: setup ## Install what the tests need: Chromium, PostgreSQL, fonts, strace
	@scripts/setup-test.sh

.PHONY: lint
lint: setup ## Run go vet and golangci-lint
	@go vet ./...
	@scripts/lint.sh

.PHONY: fmt
fmt: ## Format the Go files as the linters want them
	@scripts/lint.sh fmt

.PHONY: test-go
test-go: setup setup-test ## Run the Go tests on both databases (PKG=./internal/domain/...)
	@export FRONTDESK_PG_STATE="$(CURDIR)/.cache/postgres.$$$$.env"; trap 'scripts/postgres.sh stop' EXIT; \
	export FRONTDESK_TEST_PG="$${FRONTDESK_TEST_PG:-$$(scripts/postgres.sh start | tail -n 1)}"; \
	go test $(or $(PKG),./...)

.PHONY: test-web
test-web: setup ## Check types, style, units and sizes of the web apps
	@cd web && npm run check

.PHONY: test-e2e
test-e2e: setup-test build ## Run the browser journeys (ARGS="chat.spec.ts")
	@scripts/e2e.sh --grep-invert @screens $(ARGS)

.PHONY: gen
gen: setup ## Write api/openapi.yaml and the TypeScript client
	@scripts/gen.sh

.PHONY: screens
screens: setup-test build ## Write every named screen to docs/screens
	@FRONTDESK_SCREENS="$(CURDIR)/docs/screens" scripts/e2e.sh --grep @screens

.PHONY: figures
figures: setup-test build ## Measure the inbox in a browser: 10,000 conversations, 50 events a second
	@FRONTDESK_FIGURES=1 scripts/e2e.sh --grep @figures

.PHONY: bench
bench: build ## Measure the product against the raw limits of this machine (BENCH="store chat")
	@for name in $(BENCH); do bin/frontdesk bench $$name --json; done

.PHONY: clean
clean: ## Remove what was built; data and packages stay
	@rm -rf bin .cache/stamps/web web/dist web/packed/desk web/packed/widget
