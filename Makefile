# Needs git, make and Python 3.11. Everything else is fetched into .venv, by the hashes of the locks.
.PHONY: run test lint fmt check faults bench shots lock
.DEFAULT_GOAL := run

BASE_PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -q -rs -n $(or $(WORKERS),2)
CHECK_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/rehearsal_check
CHECK_REDIS_URL ?= redis://127.0.0.1:6379/9
TEMPLATES = $(shell git ls-files 'templates/*.html')

run: .venv/for-running                     ## one process on SQLite; REHEARSAL_PORT, REHEARSAL_DATA
	@$(BIN)/python manage.py quickstart

test: .venv/for-developing                 ## on SQLite, or on DATABASE_URL and REDIS_URL where set
	$(PYTEST)

lint: .venv/for-developing node_modules/.package-lock.json   ## wants npm, for the types of the scripts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	node_modules/.bin/tsc -p jsconfig.json

fmt: .venv/for-developing
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djade --target-version 5.2 $(TEMPLATES)

check: lint                                ## what CI runs; wants PostgreSQL, Redis, Chromium, axe-core
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check_bank
	env -u DATABASE_URL -u REDIS_URL $(PYTEST)
	DATABASE_URL=$(CHECK_DATABASE_URL) REDIS_URL=$(CHECK_REDIS_URL) $(PYTEST)

faults: .venv/for-developing               ## everything breaks; a table of what was lost; wants PostgreSQL's initdb, Redis; SOAK_MINUTES=180 for the long soak
	FAULTS=full $(BIN)/python -m pytest -q -rs -n 0 tests/faults

bench: .venv/for-developing
	$(BIN)/python -m benchmarks.run

shots: .venv/for-developing                ## every screen, into build/shots
	$(BIN)/python -m pytest -q -m shots tests/e2e

lock:                                      ## after a change of dependencies in pyproject.toml
	uv pip compile -q $(LOCKING) pyproject.toml -o requirements.lock
	uv pip compile -q $(LOCKING) pyproject.toml --extra pdf -o requirements-pdf.lock
	uv pip compile -q $(LOCKING) pyproject.toml --group dev -o requirements-dev.lock

LOCKING := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

# --- The virtual environment: uv where it can be had, else pip, both held to the hashes

.venv/bin/python:
	$(BASE_PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(BASE_PYTHON) -m venv .venv

node_modules/.package-lock.json: package-lock.json
	@command -v npm >/dev/null || { echo "Install npm: the type checker of the scripts comes from it." >&2; exit 1; }
	@npm ci --silent --no-audit --no-fund

.venv/for-running: requirements.lock | .venv/bin/python
	@echo "Fetching what $< lists ..."
	@if [ ! -e .venv/for-developing ]; then $(call install,$<); fi
	@touch $@

.venv/for-developing: requirements-dev.lock | .venv/bin/python
	@echo "Fetching what $< lists ..."
	@$(call install,$<)
	@touch $@ .venv/for-running

define install
{ { command -v uv || $(BIN)/python -m pip install -q uv; } >/dev/null 2>&1 && \
  PATH="$$PATH:$(CURDIR)/$(BIN)" uv pip sync -q --python $(BIN)/python $(1); } || \
$(BIN)/python -m pip install -q --require-hashes -r $(1)
endef
