# Everything here works on a machine with Python 3.11+, git and make: the virtual environment is ours.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8080
# The last part of the endpoint. Whoever knows it can write to the bot: choose another one for anything but loopback.
SECRET ?= only-for-trying-on-loopback

.PHONY: run test check format clean

run: $(VENV)/.installed
	$(BIN)/jaicp run samples/webim-welcome --port $(PORT) --secret $(SECRET)

test: $(VENV)/.installed-dev
	$(BIN)/pytest

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache build dist var

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "jaicp needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml hatch_build.py js/package-lock.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q jaicp
	touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml hatch_build.py js/package-lock.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q jaicp
	touch $@ $(VENV)/.installed
