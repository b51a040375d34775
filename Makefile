# `make demo` sets up and runs the main job; `make test` sets up and passes the tests. Everything else is a detail of these.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo up office production identity test test-live check chaos statemachine golden miniwob bench pictures clean setup lock

demo: setup  ## set up and run the main job on invented post; MAIL=ews or MAIL=graph reaches the mailbox by Exchange's protocols
	$(BIN)/python -m sandbox.demo --mail $(or $(MAIL),local)

up: setup  ## the same, and leave everything running for a look until Ctrl-C
	$(BIN)/python -m sandbox.demo --stay --mail $(or $(MAIL),local)

office: setup  ## a month on the project office, from the Excel list to the closed month and its report: docs/projektkontor.md
	@rm -rf var/office
	$(BIN)/python -m sandbox.office

production: setup identity  ## the shipped example of an installation, on loopback until Ctrl-C; CHECK=1 looks at it once and stops: docs/production.md
	$(BIN)/python -m sandbox.production $(if $(CHECK),--check)

test: setup identity  ## set up and run every test, five at a time: they wait for browsers and servers more than they compute
	$(BIN)/pytest -n 5 --durations=40 --durations-min=5

check: setup  ## what must hold of the code: style, types, imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

pictures: setup  ## take the pictures of docs/pictures: a caseworker's way through the Prefect UI, and a month on the project office
	GEVINST_PICTURES=1 $(BIN)/pytest tests/deployments/test_ui.py tests/deployments/test_caseworkers_day.py
	@rm -rf var/office
	$(BIN)/python -m sandbox.office --pictures docs/pictures

test-live: setup  ## ask a real Exchange what no stand-in can answer: docs/mail-live.md
	@test -n "$$GEVINST_LIVE_MAILBOX" || { echo "Set GEVINST_LIVE_MAILBOX to a mailbox of GEVINST_MAILBOXES_FILE: docs/mail-live.md"; exit 1; }
	$(BIN)/pytest tests/live -n 0

chaos: setup  ## kill workers 500 times on each database, and count: nothing lost, nothing doubled, the ledger exact
	GEVINST_EVERY_MOMENT=1 $(BIN)/pytest tests/flows tests/tasks/test_list_source.py tests/connectors/commit_matrix tests/connectors/pension/test_reading.py -n 2
	$(BIN)/python -m tests.chaos --kills 500 --database both

statemachine: setup  ## play 10,000 random steps on each database against the model
	$(BIN)/python -m tests.gevinst.statemachine --steps 10000

golden: setup  ## read 600 invented documents by every template and count: none wrong and accepted; INVOICES=FOLDER adds invoice2data's own
	$(BIN)/python -m sandbox.golden.judge $(if $(INVOICES),--invoices $(INVOICES))

miniwob: setup .venv-bench/.installed  ## solve MiniWoB++'s forms through the browser kit and print the rate
	$(BIN)/python -m benchmarks.miniwob

bench: setup .venv-bench/.installed  ## measure against peers and floors
	$(BIN)/python -m benchmarks

.venv-bench/.installed: benchmarks/requirements.lock
	@echo "== The peers of the benchmarks, in an environment of their own"
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --retries 5 --no-deps --require-hashes -r benchmarks/requirements.lock
	@touch $@

identity: .venv-idp/.installed  ## the OpenID provider that the tests and `make production` sign in at

.venv-idp/.installed: deployments/example/idp-requirements.lock
	@echo "== The OpenID provider of the tests, in an environment of its own"
	@test -x .venv-idp/bin/python || $(PYTHON) -m venv .venv-idp
	@.venv-idp/bin/python -m pip install --quiet --disable-pip-version-check --retries 5 --no-deps --require-hashes -r deployments/example/idp-requirements.lock
	@touch $@

setup: .venv/.installed  ## install what is missing, once

.venv/.installed: requirements.lock pyproject.toml deployments/setup/system.sh
	@bash deployments/setup/system.sh
	@echo "== Python packages (a few minutes the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on --retries 5 --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "== Ready"

lock:  ## make the locks anew from pyproject.toml (needs uv): names, versions and hashes only
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --quiet --output-file requirements.lock
	uv pip compile --group pyproject.toml:bench --constraints requirements.lock --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --quiet --output-file benchmarks/requirements.lock
	uv pip compile --group pyproject.toml:idp --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --quiet --output-file deployments/example/idp-requirements.lock

clean:  ## remove what the demo and the tests left; the environment too
	rm -rf var .venv .venv-bench .venv-idp .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
