# Everything a newcomer needs is `make run` and `make test`, on Python 3.11 and make alone.
PYTHON ?= python3.11
PY := .venv/bin/python
BOT_TOKEN ?= $(shell sed -n 's/^BOT_TOKEN=//p' .env 2>/dev/null)
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check proof format lock bench simulate soak clean

run: .venv/installed
	$(PY) -m bot $(if $(BOT_TOKEN),run,stage $(if $(FRESH),--fresh))

# Three workers for two cores: browsers, bots and servers of the tests mostly wait.
test: .venv/installed
	$(PY) -m pytest -n 3 --dist loadgroup $(ARGS)

check: .venv/installed
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m pytest -q -p no:cacheprovider tests/test_house.py tests/locales

format: .venv/installed
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

# What is promised under faults, as much of it as fits into minutes; `make soak` has the whole.
proof: .venv/installed
	$(PY) -m pytest -m proof -o addopts="--strict-markers --strict-config -ra --allow-hosts=127.0.0.1,localhost --allow-unix-socket" --timeout 300 $(ARGS)

soak: .venv/installed
	$(PY) -m pytest -m soak --timeout 0 -o addopts="--strict-markers -ra"

bench: .venv/installed
	$(PY) -m benchmarks $(if $(QUICK),--quick)

# The seeded city: `make simulate SEEDS=2000`, and one run again with every step: `SEED=557`.
simulate: .venv/installed
	$(PY) -m rehearsal.simulator $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),200)) $(ARGS)

# Pinned with hashes and without index addresses, so that any mirror serves.
lock: .venv/installed
	.venv/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements.lock
	.venv/bin/uv pip compile pyproject.toml --constraint requirements.lock --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-emit-index-url --no-emit-find-links --no-header --quiet --output-file deploy/requirements.lock

.venv/installed: requirements.lock
	test -x $(PY) || $(PYTHON) -m venv .venv || python3 -m venv .venv
	$(PY) -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	touch $@

clean:
	rm -rf .venv data build *.egg-info .mypy_cache .ruff_cache .pytest_cache
