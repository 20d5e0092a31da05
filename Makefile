# Every chore of the project. `make` alone lists them.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# Python writes no byte code where this is set; all that the tests start would then start at half the speed.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest
ROOMS  := language calendars config models engine flows desk

.DEFAULT_GOAL := help

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: up
up: $(VENV)/.run $(VENV)/.texts ## set everything up, then run dondoc: Prefect UI, mornings, mails (Ctrl-C stops)
	@$(BIN)/dondoc up

.PHONY: setup
setup: $(VENV)/.dev ## set up the environment for development, and stop there

.PHONY: test-quick
test-quick: $(VENV)/.dev ## the tests for the hand at work: no server, no process, nothing that takes long
	@$(PYTEST) -n 2 -m "not long and not slow and not server and not postgres and not browser"

.PHONY: test
test: $(VENV)/.dev $(VENV)/.texts ## the usual tests; what needs PostgreSQL or Chromium is skipped where they are missing
	@$(PYTEST) -n 3 -m "not long"

.PHONY: test-long
test-long: $(VENV)/.dev $(VENV)/.texts ## all tests, whole: every case, every file, every invented example (ONLY="long or deeper": what `make test` left)
	@DONDOC_TEST_WHOLE=1 $(PYTEST) -n 3 $(if $(ONLY),-m "$(ONLY)")

.PHONY: lint
lint: $(VENV)/.dev ## format, style, types, the arrows between rooms, the house rules, the texts in both languages
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python .ci/house_rules.py
	@$(BIN)/python .ci/catalogues.py

.PHONY: format
format: $(VENV)/.dev ## put the code into the agreed form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: check
check: $(VENV)/.run ## check the registry and the settings
	@$(BIN)/dondoc check

# What is in benchmarks/ and measures nothing by itself.
NO_BENCHES := measuring.py databases.py drawing.py performance.py slow_server.py long_history.py
BENCHES := $(filter-out $(addprefix benchmarks/,$(NO_BENCHES)),$(wildcard benchmarks/*.py))
.PHONY: bench
bench: $(VENV)/.bench ## measure, as ratios within one run, and write docs/performance.md (one: BENCHES=benchmarks/opening.py)
	@for each in $(BENCHES); do echo "== $$each"; $(BIN)/python $$each || exit 1; done
	@$(BIN)/python benchmarks/performance.py

.PHONY: bench-quick
bench-quick: $(VENV)/.bench ## whether every benchmark runs, at its smallest size: nothing is timed, nothing noted
	@printf '%s\n' $(BENCHES) | xargs -P 2 -I @ sh -c 'told=$$(mktemp); \
	  $(BIN)/python @ --quick >$$told 2>&1 || { echo "== @"; cat $$told; rm -f $$told; exit 255; }; rm -f $$told'
	@echo "every benchmark runs: $(words $(BENCHES))"

KILLS   ?= 1000
CHATS   ?= 200
CUTS    ?= 400
MINUTES ?= 10
.PHONY: bad-world
bad-world: $(VENV)/.dev ## every bad mail server and every bad world, tried; writes docs/bad-world.md
	@$(BIN)/python -m tests.support.bad_world --write

STEPS   ?= 10000
UNITS   ?= 10000
.PHONY: chaos
chaos: $(VENV)/.dev ## kill it anywhere, cut its power, let many at it; writes docs/reliability.md, docs/growing.md (less: KILLS=50 CHATS=20 CUTS=20 MINUTES=1 STEPS=500 UNITS=300)
	@$(BIN)/python -m chaos kill --kills $(KILLS)
	@$(BIN)/python -m chaos chat --kills $(CHATS)
	@$(BIN)/python -m chaos power --kills $(CUTS)
	@$(BIN)/python -m chaos served
	@$(BIN)/python -m chaos.stalls
	@$(BIN)/python -m chaos many --minutes $(MINUTES) --duties 24
	@for each in sqlite postgresql; do $(BIN)/python -m tests.laws --steps $(STEPS) --on $$each --note chaos/figures.json || exit 1; done
	@DONDOC_TEST_LIVES=3 $(PYTEST) -q -n 2 tests/flows/test_hunt.py
	@$(BIN)/python -m chaos.machines kill
	@$(BIN)/python -m chaos.machines morning --units $(UNITS)
	@$(BIN)/python -m chaos.machines work --units $(UNITS)
	@$(BIN)/python -m chaos.machines page
	@$(BIN)/python -m chaos page

.PHONY: pictures
pictures: $(VENV)/.dev ## take anew the pictures of the UI that the README and the docs show (needs Chromium)
	@DONDOC_TEST_REQUIRE=browser DONDOC_PICTURES=docs/pictures $(BIN)/python -m pytest -m browser

.PHONY: audit
audit: $(VENV)/.dev ## whether the locks are whole, a bill of materials (dist/), known weaknesses where a service answers
	@$(BIN)/python .ci/audit.py $(if $(STRICT),--strict)

.PHONY: lock
lock: $(VENV)/.dev ## resolve the dependencies anew into the two lock files
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --group build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header -c requirements.lock --group build --group dev pyproject.toml -o requirements-dev.lock
	@echo "prefect-redis>=0.3,<0.4" | $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --no-deps -c requirements.lock - -o requirements-many.lock
	@echo pip-audit | $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate - -o requirements-audit.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header -c requirements-dev.lock benchmarks/requirements.in -o benchmarks/requirements.lock

.PHONY: clean
clean: ## remove the environment and caches; what dondoc knows (var/) stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The locks are complete and carry hashes, so an install is the same everywhere or fails, and pip has
# nothing to resolve (--no-deps: it would ask for extras the lock need not name). It writes byte code as it
# installs, without which every command would start twice as slowly.
$(VENV)/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "dondoc needs Python 3.11 or newer; this is %d.%d. Name another: make PYTHON=python3.12 up" % v[:2])'
	@echo "Setting up $(VENV) (a minute or two, once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q $(ROOMS)
	@touch $@

# Texts that somebody edits are compiled before anything is run; without that they are read from their sources.
CATALOGUES := $(wildcard language/locales/*/LC_MESSAGES/*.po)
$(VENV)/.texts: $(CATALOGUES) $(VENV)/.run
	@$(BIN)/python -c 'from language.catalogues import compile_all; compile_all()'
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Adding the tools for tests and lint ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

# The libraries that `make bench` compares with, beside those of the tests.
$(VENV)/.bench: benchmarks/requirements.lock $(VENV)/.dev
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r benchmarks/requirements.lock
	@touch $@
