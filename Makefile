# The tasks of the project; CI uses the same names. Each works on a machine with Python 3.11+ and nothing else,
# save `lock`, which needs uv.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check eval train format schemas lock

help: ## Show this help
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

demo: ## Set up, then run the whole system over the example pages
	$(PYTHON) -m deploy demo

test: ## Set up, then check and test everything
	$(PYTHON) -m deploy test

check: ## The quick part: lint, types, import walls, unit tests
	$(PYTHON) -m deploy check

eval: ## Score the extractor on the articles with gold
	$(BIN)/python -m tests.eval

train: ## Train the models beside the rules on the development articles
	$(BIN)/python -m pip install --quiet --require-hashes -r tests/eval/requirements.lock
	$(BIN)/python -m tests.eval.training --write

format: ## Put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schemas: ## Write the JSON Schemas of the messages
	$(BIN)/python -m schemas.export

lock: ## Choose new versions of all dependencies, with hashes
	uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements.lock
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o tests/requirements.lock
	uv pip compile pyproject.toml --extra train --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o tests/eval/requirements.lock
	$(BIN)/python -m streams.broker lock > kafka.lock.new && mv kafka.lock.new streams/broker/kafka.lock
