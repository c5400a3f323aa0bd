# Everything a person types here. Set-up happens by itself, and again only when what is pinned changes.

PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check transcripts pictures bench lock clean

help: ## say what can be typed here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: .venv/run.stamp ## set up and start on SQLite, with the demo page on http://127.0.0.1:8080
	@exec .venv/bin/sila serve

test: .venv/test.stamp ## set up and run every test
	@scripts/prepare-tests
	@$(PYTHON) -m pytest -p tests.strict_ci -q -ra --numprocesses=auto --maxprocesses=4 \
		--dist=worksteal --cov=flows --cov-branch --cov-fail-under=100

check: .venv/test.stamp ## lint, format, types, import rules, content and project files
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/sila content check association
	.venv/bin/sila content evaluate association --data tests/flows/questions/development.toml
	.venv/bin/sila content evaluate association --data tests/flows/questions/held_out.toml
	$(PYTHON) -m pytest -p tests.strict_ci -q tests/test_project.py

transcripts: .venv/test.stamp ## write the golden conversations anew, to be reviewed as a diff
	@$(PYTHON) -m tests.transcripts

pictures: .venv/test.stamp ## take the pictures of the officers' guide anew
	@$(PYTHON) -m tests.pictures

bench: .venv/test.stamp ## measure speed on this machine (in short: make bench BENCH=--quick)
	@$(PYTHON) -m bench $(BENCH)

lock: ## pin what pyproject.toml asks for (newest of everything: make lock UPGRADE=1)
	@scripts/lock $(if $(UPGRADE),--upgrade)

clean: ## remove what can be made again; data/ and .env stay
	rm -rf .venv build *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/run.stamp: requirements.txt pyproject.toml
	@scripts/setup requirements.txt
	@touch $@

# The test requirements hold the others, with the same versions: tests/test_project.py.
.venv/test.stamp: requirements-test.txt requirements.txt pyproject.toml
	@scripts/setup requirements-test.txt
	@touch .venv/run.stamp $@
