# `make help` says what there is. Needs GNU make 4 and Python 3.11 or newer with venv; nothing else.

PYTHON ?= python3
PORT ?= 8000
UV := 0.13.9
# Without the tools of this repository: what a new site installs.
SITE_LOCK := hooks/anthology/commands/site-files/requirements.lock

VENV := .venv
RUN := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
PIP := -m pip --disable-pip-version-check install -q
# `.installed` is written last and names the Python that made the environment. One that is unfinished, whose Python
# has changed or is not the one of PYTHON=…, is replaced as a whole.
IDENTITY := import sys; print("%d.%d" % sys.version_info[:2], sys.base_prefix)
ifneq ($(shell cat $(INSTALLED) 2>/dev/null),$(shell $(if $(filter file,$(origin PYTHON)),$(RUN),$(PYTHON)) -c '$(IDENTITY)' 2>/dev/null))
.PHONY: $(INSTALLED)
endif

# The theme's notice of its end of life, on every build; ARCHITECTURE.md says what we make of it.
export NO_MKDOCS_2_WARNING := 1

.PHONY: all build test test-clients test-browser test-install check lint posts audio lock guard clean help
.DELETE_ON_ERROR:

all: $(INSTALLED)
	@$(RUN) -m anthology preview --port $(PORT)

build: $(INSTALLED)
	@echo "Building the site into site/ …"
	@$(RUN) -m anthology build

test: $(INSTALLED)
	@echo "Running the tests, on all cores …"
	@$(RUN) -m pytest -n auto --dist worksteal

test-clients: $(INSTALLED)
	@echo "Running the tests with real podcast clients (tests/clients/README.md says what they need) …"
	@$(RUN) -m pytest -m clients tests/clients

test-install: $(INSTALLED)
	@echo "Installing the package where nothing else is, and building a new site there …"
	@$(RUN) -m pytest -m install tests/test_install.py

test-browser: $(INSTALLED)
	@echo "Running the tests in a real browser (tests/browser/README.md says what they need) …"
	@for tool in java node; do command -v $$tool >/dev/null || { \
	  echo "$$tool is missing. On Debian and Ubuntu:  apt-get install --no-install-recommends default-jre-headless nodejs npm"; exit 1; }; done
	@test -n "$$CHROMIUM" || command -v chromium-headless-shell chromium chromium-browser google-chrome >/dev/null || { \
	  echo "Chromium is missing. On Debian:  apt-get install --no-install-recommends chromium-headless-shell"; exit 1; }
	@command -v firefox-esr >/dev/null || command -v firefox >/dev/null || { \
	  echo "Firefox is missing. On Debian:  apt-get install --no-install-recommends firefox-esr"; exit 1; }
	@test -d tests/browser/node_modules || { \
	  echo "The checkers are missing. Fetch them once:  npm ci --prefix tests/browser"; exit 1; }
	@test -s tests/browser/decap-cms.js || { \
	  echo "Decap CMS is missing. tests/browser/README.md says how to fetch it without what it depends on."; exit 1; }
	@$(RUN) -m pytest -m browser tests/browser -n auto --dist loadfile --no-loadscope-reorder

check: lint posts audio test

lint: $(INSTALLED)
	@echo "Checking the code: rules, format, types …"
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

posts: $(INSTALLED)
	@echo "Checking every post …"
	@$(RUN) -m anthology check

audio: $(INSTALLED)
	@echo "Listening to every recording …"
	@$(RUN) -m anthology audio

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "This needs Python 3.11 or newer, and $(PYTHON) is not. If you have one under another name:  make PYTHON=python3.13"; exit 1; }
	@echo "Setting up $(VENV) (once; about a minute) …"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) $(PIP) --require-hashes -r requirements.lock
	@PYTHONWARNINGS=ignore $(RUN) $(PIP) --no-deps --no-build-isolation -e .  # with the setuptools of the lock
	@$(RUN) -m compileall -q hooks  # as pip does with every other package
	@$(RUN) -c '$(IDENTITY)' > $@

# For 3.11.0 and later, on every system; uv knows how to ask for both, pip only resolves for its own.
lock:
	@echo "Updating requirements.lock to the newest versions that pyproject.toml allows …"
	@new=$$(mktemp -d) && trap 'rm -rf "$$new"' EXIT && \
	  $(PYTHON) -m venv "$$new" && "$$new/bin/python" $(PIP) uv==$(UV) && \
	  "$$new/bin/uv" pip compile -q pyproject.toml --all-extras --universal --python-version 3.11 \
	    --fork-strategy fewest --generate-hashes --no-annotate --upgrade --custom-compile-command "make lock" \
	    -o "$$new/lock" && \
	  "$$new/bin/uv" pip compile -q pyproject.toml --universal --python-version 3.11 --constraint "$$new/lock" \
	    --fork-strategy fewest --generate-hashes --no-annotate --no-header -o "$$new/site" && \
	  cp "$$new/lock" requirements.lock && cp "$$new/site" $(SITE_LOCK)

guard:
	@hooks=$$(git rev-parse --git-path hooks) && mkdir -p "$$hooks" && \
	  if [ -e "$$hooks/pre-push" ] && ! cmp -s tools/pre-push "$$hooks/pre-push"; then \
	  echo "There is another $$hooks/pre-push. Add this line to it:  .venv/bin/python -m anthology check --before-push"; exit 1; fi && \
	  install -m 755 tools/pre-push "$$hooks/pre-push"
	@echo "Before each push, git now asks if a post by a pen name tells another name. To end this, delete $$(git rev-parse --git-path hooks)/pre-push"

clean:
	@echo "Removing all that make has made …"
	@rm -rf $(VENV) .cache site .site.* .preview .preview.* ..site.* ..preview.* tests/clients/node_modules \
	  tests/clients/.venv tests/browser/node_modules hooks/*.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find hooks tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

help:
	@echo "make               set up, build, and show the site at http://127.0.0.1:$(PORT)/ with drafts"
	@echo "make PORT=8001     the same at another port"
	@echo "make test          run the tests"
	@echo "make test-clients  run the tests with real podcast clients"
	@echo "make test-browser  run the tests in a real browser"
	@echo "make test-install  install the package in empty environments and build a new site there"
	@echo "make check         check code, types, every post and every recording, and run the tests"
	@echo "make build         build the site into site/, as it is published"
	@echo "make lock          take newer versions of the packages we use"
	@echo "make guard         before each push, ask if a post by a pen name tells another name"
	@echo "make clean         remove all that make has made"
