# make run | test | journeys | lint; nothing but Python >= 3.11 and make is needed.
.DEFAULT_GOAL := run
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PORT ?= 8000

$(VENV)/.run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run tests/requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@

translations: $(VENV)/.run
	@$(BIN)/python -m app.translations

run: $(VENV)/.run translations
	@$(BIN)/flask --app wsgi setup
	@$(BIN)/gunicorn --config deploy/gunicorn.py wsgi:app

test: $(VENV)/.dev translations
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not long"

# What takes whole minutes: time, offline, reach in three languages; the rest of PostgreSQL.
journeys: $(VENV)/.dev translations
	$(BIN)/python -m pytest -n auto --dist loadfile -m long

# The figures of speed, each beside its bare limit or its target: SCALE=small|full.
bench: $(VENV)/.dev translations
	@$(BIN)/python -m tests.bench --scale $(or $(SCALE),small) --json $(or $(JSON),bench.json)

# Crashes, races, attacks, tried on the real server; first each planted fault is caught:
# SCALE=small|full, ONLY="names of harnesses or planted faults", JSON=file.
faults: $(VENV)/.dev translations
	@$(BIN)/python -m tests.faults --scale $(or $(SCALE),small) --json $(or $(JSON),faults.json) \
		$(if $(ONLY),--only $(ONLY))

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

LOCK = $(BIN)/uv pip compile --quiet --universal --no-header --no-emit-index-url \
	--generate-hashes --python-version 3.11 pyproject.toml

lock:
	$(LOCK) -o requirements.txt
	$(LOCK) --extra dev -c requirements.txt -o tests/requirements.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache

.PHONY: run test journeys bench faults lint lock clean translations
