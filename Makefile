# The doors of the project. `make run` and `make test` set up all they need, on a bare Debian 12
# with python3 and make; the others are for whoever changes the code.

export LC_ALL := C.UTF-8
PY := .venv/bin/python
LANGUAGES := zh_Hans zh_Hant

# The first Python that really works: a name on the PATH may be a shim that points at nothing.
PYTHON = $(or $(shell for p in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys, venv, ssl; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$p" && break; done),$(error Python 3.11 or newer is needed: apt-get install python3))

.PHONY: run central test check lint test-desktop nightly simulate tour tour-centre bench bench-centre \
	lupdate lock format clean ready ready-test

run: ready ## Open the till. With no display, show it as pictures instead.
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" ]; then \
		echo "There is no display here, so this runs the tour and saves pictures of it."; \
		QT_QPA_PLATFORM=offscreen $(PY) -m tests.tour; \
	else $(PY) -m ui; fi

# The name of a PostgreSQL's folder must be short; CENTRAL=/tmp/centre where this one is not.
CENTRAL ?= build/central
LISTEN ?= 127.0.0.1:0
central: ## A centre to try out; prints its address and a code that lets a till in.
	@$(PYTHON) installer/set_up.py central
	@$(PY) -m central try --folder "$(CENTRAL)" --listen "$(LISTEN)"

test: export QT_QPA_PLATFORM := offscreen
test: ready-test ## All tests but the nightly ones, two at a time, in random order.
	$(PY) -m pytest -n 2 -q $(ARGS)

check: lint test ## What must be green before anyone else looks.

lint: ready-test ## The checks that run nothing.
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	QT_QPA_PLATFORM=offscreen $(PY) -m ui.language --check

test-desktop: ## The till in a real X session; a test that cannot run there fails.
	@$(PYTHON) installer/set_up.py desktop-test
	REGULARS_NO_SKIP=1 $(PY) -m pytest -m x11 tests/desktop_session $(ARGS)

nightly: export QT_QPA_PLATFORM := offscreen
nightly: ready-test ## The tests that take minutes.
	$(PY) -m tests.nightly $(ARGS)

SEEDS ?= 2000
LEVEL ?= 1
simulate: export QT_QPA_PLATFORM := offscreen
simulate: ready-test ## Tills and centre under a bad network; SEEDS=20000, or LEVEL=2 SEEDS=300.
	$(PY) -m tests.simulation --level $(LEVEL) --seeds $(SEEDS) $(ARGS)

tour-centre: export QT_QPA_PLATFORM := offscreen
tour-centre: ready-test ## Two tills at one centre, saved as pictures; needs PostgreSQL.
	$(PY) -m tests.tour_centre $(ARGS)

tour: export QT_QPA_PLATFORM := offscreen
tour: ready ## A day at the counter, saved as pictures.
	$(PY) -m tests.tour $(ARGS)

bench: export QT_QPA_PLATFORM := offscreen
bench: ready-test ## Measurements, as one table: the till, then the centre.
	$(PY) -m bench $(ARGS)
	$(PY) -m bench.centre

bench-centre: export QT_QPA_PLATFORM := offscreen
bench-centre: ready-test ## The centre alone; ARGS="--only push,files" or "--seconds 600".
	$(PY) -m bench.centre $(ARGS)

# English needs a file for its plurals only.
lupdate: ready-test ## Collect the words shown to people into resources/i18n.
	.venv/bin/pyside6-lupdate $(sort $(shell find ui -name '*.py')) -locations none -no-obsolete \
		-ts $(LANGUAGES:%=resources/i18n/regulars_%.ts)
	.venv/bin/pyside6-lupdate $(sort $(shell find ui -name '*.py')) -locations none -no-obsolete \
		-pluralonly -ts resources/i18n/regulars_en.ts

# Needs uv on the PATH. The versions of run.txt hold for the other two; dev.txt holds them both.
COMPILE := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	--python-version 3.11
lock: ## Pin the versions that pyproject.toml allows; UPGRADE=--upgrade takes newer ones.
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements/run.txt >/dev/null
	$(COMPILE) $(UPGRADE) --group central -c requirements/run.txt \
		-o requirements/central.txt >/dev/null
	$(COMPILE) $(UPGRADE) pyproject.toml --extra dev --group central -c requirements/run.txt \
		-c requirements/central.txt -o requirements/dev.txt >/dev/null

format: ready-test ## Put the code in the house's shape.
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

clean: ## Remove everything that can be made again, .venv included.
	rm -rf .venv build dist out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache \
		.hypothesis resources/i18n/*.qm
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@$(PYTHON) installer/set_up.py run

ready-test:
	@$(PYTHON) installer/set_up.py test
