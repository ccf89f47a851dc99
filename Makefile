# Two commands: `make demo` and `make test`. Everything runs inside .venv and var/.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)

.DEFAULT_GOAL := help

help:            ## show this list
	@grep -E '^[a-z-]+: .*##|^[a-z-]+:  +##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

demo: $(VENV)/.run        ## sample league in a fresh database, server and worker
	@$(BIN)/sprengel demo

test: $(VENV)/.dev        ## the whole suite; what is skipped is named with its reason
	@$(BIN)/pytest -n auto --dist loadgroup $(PYTEST_ARGS)

lint: $(VENV)/.dev        ## ruff, import order of the rooms, types, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@SPRENGEL_DATA_DIR=$(VENV)/lint-var DJANGO_SETTINGS_MODULE=sprengel.config.settings \
		$(BIN)/python -m django makemigrations --check --dry-run

bench-reading: $(VENV)/.dev  ## the reader alone: scores with intervals, baselines, speed, memory
	@$(BIN)/python benchmarks/reading.py

bench: $(VENV)/.dev       ## speed and quality, as docs/benchmarks.md reports them
	@$(BIN)/python benchmarks/run.py

requirements: $(VENV)/.dev  ## resolve the hashed requirements anew (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --upgrade pyproject.toml --extra postgres --extra pdf -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 pyproject.toml --extra postgres --extra pdf --extra dev \
		-c requirements.txt -o requirements-dev.txt

messages: $(VENV)/.dev    ## collect texts for translation and compile them (needs gettext)
	cd src/sprengel && SPRENGEL_DATA_DIR=../../$(VENV)/lint-var \
		DJANGO_SETTINGS_MODULE=sprengel.config.settings ../../$(BIN)/python -m django makemessages -l en \
		--add-location file --no-obsolete
	cd src/sprengel && SPRENGEL_DATA_DIR=../../$(VENV)/lint-var \
		DJANGO_SETTINGS_MODULE=sprengel.config.settings ../../$(BIN)/python -m django compilemessages

clean:           ## forget the environment (var/ with your data stays)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Sprengel needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
ifdef UV
	@uv venv -q --python $(PYTHON) $(VENV)
else
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "Please install the venv module first: sudo apt install python3-venv"; exit 1; }
endif

# The environment to run: nothing but what the hashed requirements name.
$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	@$(call install,requirements.txt)
	@touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	@$(call install,requirements-dev.txt)
	@touch $@ $(VENV)/.run

ifdef UV
define install
echo "Installing $(1) …" && VIRTUAL_ENV=$(CURDIR)/$(VENV) uv pip install -q --require-hashes -r $(1) \
	&& VIRTUAL_ENV=$(CURDIR)/$(VENV) uv pip install -q --no-deps --no-build-isolation -e .
endef
else
define install
echo "Installing $(1) …" && $(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $(1) \
	&& $(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
endef
endif

.PHONY: help demo test lint bench bench-reading requirements messages clean
