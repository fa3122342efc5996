# Every check that must pass, with whichever Python is active.
PYTHON ?= python

.PHONY: check lint types imports test format bench

check: lint types imports test

lint:
	"$(PYTHON)" -m ruff format --check ledger registry tui bench tests
	"$(PYTHON)" -m ruff check ledger registry tui bench tests

types:
	"$(PYTHON)" -m mypy

imports:
	"$(PYTHON)" -c "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"

test:
	"$(PYTHON)" -m pytest -q -n 4 --dist worksteal

format:
	"$(PYTHON)" -m ruff format ledger registry tui bench tests
	"$(PYTHON)" -m ruff check --fix ledger registry tui bench tests

bench:
	"$(PYTHON)" -m bench
