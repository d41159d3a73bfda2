# The front door. Needs make, Rust and Node; what else a target needs it brings or names.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check bench demo olist setup fmt screenshots

CASEBOOK := ./target/release/casebook
ARGS ?=

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: web build ## Serve Casebook at http://127.0.0.1:7171, data in data/casebook.db
	$(CASEBOOK) serve

test: ## Run every test on SQLite and PostgreSQL (ARGS='-p casebook-domain' for some)
	scripts/test $(ARGS)

check: ## Format, lints, documentation, licences, unused dependencies, sizes
	scripts/check

bench: ## Measure against raw baselines of the same durability
	scripts/bench $(ARGS)

demo: build ## Make a sample company in data/demo.db and print its funnel
	mkdir -p data
	rm -f data/demo.db data/demo.db-wal data/demo.db-shm
	$(CASEBOOK) demo --parties 10000 --seed 1 --database sqlite:data/demo.db
	$(CASEBOOK) funnel --vocabulary journey --database sqlite:data/demo.db

olist: ## Import the Olist marketing funnel on both engines and compare (OLIST=FOLDER)
	scripts/olist "$(OLIST)"

screenshots: web ## Draw every page, wide and narrow, light and dark, into target/screenshots
	scripts/screenshots

setup: ## Bring everything that check and test need
	scripts/tool cargo-nextest
	scripts/tool cargo-deny
	scripts/tool cargo-shear
	scripts/postgres-bin
	scripts/pdf-reader
	scripts/browser
	scripts/web install
	scripts/fuzz/install

fmt: ## Format the code
	cargo fmt --all

.PHONY: web build
web:
	scripts/web

build:
	cargo build --release -p casebook-cli
