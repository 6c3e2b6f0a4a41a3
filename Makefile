# The environment is .venv/. Everything is pinned with hashes in requirements*.txt.
PYTHON ?= python3
PORT ?= 8765
BIN := .venv/bin
LOCK := --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-header --no-annotate -q

# What one process compiles the next one reads, also where the environment says otherwise: the tests start hundreds.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup demo run test lint bench mutate lock clean walk engine kills safety-case

help:            ## show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/'

setup: .venv/run ## install what the bot needs, into .venv/

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Not compiled: most of it is never imported, and what is gets compiled then. It holds what the bot needs, too.
.venv/dev: requirements-dev.txt requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch .venv/run $@

demo: .venv/run  ## try it: three phones on one page, no token, no account (PORT=8765)
	$(BIN)/stepwell demo --port $(PORT)

run: .venv/run   ## run the bot on Telegram, with the token in .env
	$(BIN)/stepwell db upgrade
	$(BIN)/stepwell run

# The types are checked beside the tests, which now and then leave a core idle.
test: .venv/dev  ## the one check: format, lint, types, import contracts, content, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/stepwell content check
	$(BIN)/mypy & $(BIN)/python -m pytest; tested=$$?; wait $$! && exit $$tested

safety-case: .venv/dev ## write the generated end of docs/safety-case.md
	$(BIN)/python -m tests.rules.safety_case

walk: .venv/dev  ## 1,000 random walks, many examples of what holds for all; WALK_SEED=7 takes one walk again (long)
	WALK_SEEDS=1000 WALK_STEPS=12 $(BIN)/python -m pytest -o faulthandler_timeout=0 \
		tests/stateful/test_walks.py $(if $(WALK_SEED),,tests/stateful/test_audiences.py tests/stateful/test_journeys.py \
		tests/domain/test_recurrence_properties.py tests/domain/test_last_look.py)

engine: .venv/dev ## 200 longer runs of the reminder engine's state machine, shortened where one fails (long)
	ENGINE_RUNS=200 ENGINE_STEPS=20 $(BIN)/python -m pytest -o faulthandler_timeout=0 -n 0 tests/stateful/test_engine.py

kills: .venv/dev ## the kill test whole: both ways to report, every place, both databases (long)
	KILLS=all $(BIN)/python -m pytest tests/crash

lint: .venv/dev  ## put the format right and show what ruff and mypy say
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

bench: .venv/dev ## measure side by side with the peers, into docs/benchmarks.md (BENCH=de for some)
	$(BIN)/python -m benchmarks $(BENCH)

mutate: .venv/dev ## break triage, text flags and escalation on purpose: what do the tests miss? Into docs/mutation.md
	$(BIN)/mutmut run --max-children 2
	$(BIN)/python -m tests.mutation

lock:            ## renew the pins after a change in pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra build --extra dev $(LOCK) -o requirements-dev.txt
	uv pip compile pyproject.toml --extra build -c requirements-dev.txt $(LOCK) -o requirements.txt

clean:           ## remove the environment and the demo's data
	rm -rf .venv .demo .pytest_cache .mypy_cache .ruff_cache mutants
