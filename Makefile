# make demo   sets up .venv, turns the sample articles into a graph and shows what it answers
# make test   sets up .venv with the tools of development and runs every check
# make docs   writes the README's transcript, the pages of the ontology and the pictures anew
# make format lays out the code; make clean removes all of this
PYTHON ?= python3
BIN := .venv/bin
KG := $(BIN)/kg
DEMO := demo
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test docs format clean

help:
	@sed -n 's/^# make/make/p' Makefile

demo: .venv/ready
	@rm -rf $(DEMO) && mkdir $(DEMO)
	@$(KG) build kg/samples --store $(DEMO)/store
	@printf '\n--- When was which exchange, and who received what?   (kg query timeline)\n\n'
	@$(KG) query timeline --store $(DEMO)/store
	@printf '\n--- Who said 909? Ukraine, of two exchanges.   (kg query figure-sources --param figure=909)\n\n'
	@$(KG) query figure-sources --param figure=909 --store $(DEMO)/store
	@printf '\n--- Which figures can not both be true?   (kg query disagreements)\n\n'
	@$(KG) query disagreements --store $(DEMO)/store
	@printf '\n--- Who speaks about whom? Open this page in a browser:\n\n'
	@$(KG) network $(DEMO)/actors.html --store $(DEMO)/store
	@printf '\nYour own articles, one text file each:  %s build FOLDER\n' $(KG)

test: .venv/ready-for-development
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pytest --numprocesses auto --dist loadfile

docs: .venv/ready-for-development
	@KG_UPDATE_DOCS=1 $(BIN)/pytest tests/test_docs.py tests/test_ontology_pages.py tests/test_*_pictures.py

format: .venv/ready-for-development
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

clean:
	rm -rf .venv $(DEMO) kg/assets web/node_modules build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# A stamp is written last: a set-up that was cut short is begun again.
.venv/ready: pyproject.toml hatch_build.py web/package-lock.json web/build.mjs $(wildcard web/src/*)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed; name one: make PYTHON=python3.11 $(MAKECMDGOALS)'; exit 1; }
	@echo 'Setting up .venv; the first time takes a minute or two and 600 MB ...'
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -qq --editable .
	@touch $@

.venv/ready-for-development: .venv/ready
	@echo 'Adding the tools of development ...'
	@$(BIN)/pip install -qq --editable '.[dev]'
	@touch $@
