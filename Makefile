# Two commands do all the set-up: `make demo` shows the assistant, `make test` runs every test.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SHARED := ../shared
PEERS  := .peers
TOOLS  := .tools
LARGE  := .large
COMPARED ?= --write
# Most tests wait for processes that they start; a file of tests stays in one worker, with its servers. A worker that crashes
# ends the run: pytest-xdist 3.8 hands its finished files to the others as work, and waits for them for ever.
WORKERS ?= 3
export HF_HUB_OFFLINE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Nothing but what the lock files name, to the byte; they are whole, so pip looks for nothing else. Wheels alone, so that nothing runs
# while it is installed: on Linux's aarch64 pytrec-eval-terrier has none, and is compiled.
WHEELS := $(if $(filter aarch64,$(shell uname -m)),,--only-binary :all:)
LOCKED := install -q --require-hashes --no-deps $(WHEELS)
PYTHONS := sys.exit("Python 3.11, 3.12 or 3.13 is needed: the locked versions are made for these") \
    if not (3, 11) <= sys.version_info < (3, 14) else None
# Tests start Python some hundred times: what it compiled of our modules is kept, whatever the machine says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lock audit licences messages style browser wordpress ocr nginx bench bench-large peers bench-peers quality precision faults fuzz soak guards pictures sample clean help

help:
	@echo "make demo     install, index the sample content, serve http://127.0.0.1:7860"
	@echo "make test     install, check style and types, run every test"
	@echo "make bench    measure speed and memory, write docs/quality.md"
	@echo "make bench-large  the same of libraries of up to a million passages, kept in .large (6 GB); then make bench does them too"
	@echo "make peers    install the libraries that ours is compared with, in .peers; then make bench compares them too"
	@echo "make quality  measure reading and finding on the files in $(SHARED), write docs/quality.md; PARTS=... for some, others are kept"
	@echo "make precision  measure what is found with the model as it runs and in float32, write docs/quality.md; SETS=... for some"
	@echo "make faults   try 10,000 altered quotations, some thousand damaged PDFs and every other kind of fault, write docs/quality.md"
	@echo "make fuzz     feed each parser made bytes for ten minutes, write docs/quality.md"
	@echo "make soak     watch a busy server for half an hour, write docs/quality.md"
	@echo "make guards   take each guard away and see its test fail, write docs/security.md"
	@echo "make lock     make the lock files in requirements/ anew; UPGRADE=--upgrade for the newest versions that pyproject.toml admits"
	@echo "make audit    look for known holes in what is locked; needs a network"
	@echo "make licences write docs/licences.md from what is installed"
	@echo "make messages bring the catalogues of assistant/web/locale up to date with the words of the pages"
	@echo "make pictures take the pictures of the README again"
	@echo "make sample   render the sample statements to PDF again"

demo: $(VENV)/installed
	$(BIN)/assistant sync corpus/sample/content --index sample.library
	$(BIN)/assistant serve --index sample.library

test: $(VENV)/installed-test browser wordpress ocr nginx style
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --max-worker-restart 0

# Words that are new come out empty: a test names them until they are translated.
EXTRACT := extract -F pyproject.toml -k Message -k counted:1,2 -k noted --no-location --sort-output --omit-header
messages: $(VENV)/installed
	$(BIN)/pybabel -q $(EXTRACT) -o messages.pot assistant index corpus
	for code in fr de es fi; do $(BIN)/pybabel -q update -i messages.pot -o assistant/web/locale/$$code.po -l $$code \
	    --no-fuzzy-matching --ignore-obsolete --omit-header --width 120; done
	rm messages.pot

style: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

wordpress:
	@if [ -d /usr/share/wordpress ] && command -v mariadbd >/dev/null && command -v php >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	        wordpress php-cli php-mysql mariadb-server; } >/dev/null \
	    || echo "WordPress could not be installed: its tests will be skipped"; \
	else echo "WordPress is not installed and this user may not install it: its tests will be skipped"; fi

ocr:
	@if command -v tesseract >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq tesseract-ocr; } >/dev/null \
	    || echo "tesseract could not be installed: the tests of scans will be skipped"; \
	else echo "tesseract is not installed and this user may not install it: the tests of scans will be skipped"; fi

nginx:
	@if [ -x /usr/sbin/nginx ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light; } \
	        >/dev/null || echo "nginx could not be installed: the tests behind a web server will be skipped"; \
	else echo "nginx is not installed and this user may not install it: the tests behind it will be skipped"; fi

browser:
	@if command -v chromium >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null \
	    || echo "chromium could not be installed: the browser tests will be skipped"; \
	else echo "chromium is not installed and this user may not install it: the browser tests will be skipped"; fi

bench: $(VENV)/installed-test
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.askers
	$(BIN)/python -m benchmarks.page_speed
	$(BIN)/python -m benchmarks.rebuild
	if [ -d $(SHARED)/eval ]; then $(BIN)/python -m benchmarks.encoding $(SHARED)/eval; fi
	if [ -d $(SHARED)/eval ]; then $(BIN)/python -m benchmarks.ranking $(SHARED)/eval; fi
	if [ -d $(SHARED)/eval ]; then $(BIN)/python -m benchmarks.workbench $(SHARED)/eval; fi
	if [ -d $(SHARED)/eval ] && [ -d $(LARGE) ]; then $(MAKE) bench-large; fi
	if [ -d $(SHARED)/eval ] && [ -f $(PEERS)/installed ]; then $(MAKE) bench-peers; fi

# Libraries of up to a million passages, some 6 GB; they are grown in half an hour and kept for the next time.
bench-large: $(VENV)/installed-test
	mkdir -p $(LARGE)
	$(BIN)/python -m benchmarks.million $(LARGE) $(SHARED)/eval

# Some 2 GB, and nothing of it in the project's own environment.
peers: $(PEERS)/installed

# COMPARED="--documents 60 --part 20 --runs 1" only shows in a few minutes that all of them run; --write keeps the tables.
bench-peers: $(VENV)/installed-test $(PEERS)/installed
	$(BIN)/python -m benchmarks.peers $(SHARED)/eval --peers $(PEERS) $(COMPARED)

quality: $(VENV)/installed-test
	$(BIN)/python -m benchmarks.quality $(SHARED)/eval $(PARTS)

# In float32 sentence-transformers runs the model, several times slower.
precision: $(VENV)/installed-test
	$(BIN)/python -m benchmarks.precision $(SHARED)/eval $(SETS)

faults: $(VENV)/installed-test
	GUARANTEE_TRIALS=10000 $(BIN)/python -m pytest -q tests/assistant/test_guarantee.py
	$(BIN)/python -m benchmarks.outcomes --damage 100 --write $(SHARED)/hard/pdfs corpus/sample/content/statements
	$(BIN)/python -m benchmarks.faults

# Ten minutes a target, some six hours; TARGETS="html robots" SECONDS=60 for less.
SECONDS ?= 600
fuzz: $(VENV)/installed-fuzz
	$(BIN)/python -m benchmarks.fuzzing $(TARGETS) --seconds $(SECONDS)

# Half an hour of twenty people and a sync a minute.
soak: $(VENV)/installed-test
	$(BIN)/python -m benchmarks.soak

guards: $(VENV)/installed-test browser
	$(BIN)/python -m benchmarks.guards

pictures: $(VENV)/installed-test browser
	mkdir -p docs/pictures
	PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/browser/test_pictures.py

sample: $(VENV)/installed-test
	$(BIN)/python -m corpus.sample.render

lock: $(TOOLS)/installed
	$(TOOLS)/bin/python -m requirements.lock $(UPGRADE)

AUDITED := program.lock extras.lock test.lock fuzz.lock tools.lock torch-cuda.lock
audit: $(TOOLS)/installed
	$(TOOLS)/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off $(AUDITED:%=-r requirements/%)

licences: $(VENV)/installed-test $(VENV)/installed-fuzz $(TOOLS)/installed
	$(BIN)/python -m requirements.licences

# pip takes torch's build for processors where it knows an index or a folder that has it (torch-cpu.lock), else that for CUDA.
$(VENV)/installed: pyproject.toml requirements/program.lock requirements/torch-cpu.lock requirements/torch-cuda.lock
	$(PYTHON) -c 'import sys; $(PYTHONS)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip $(LOCKED) -r requirements/torch-cpu.lock \
	    || { echo "pip knows no CPU build of torch: that for CUDA is installed, some 3 GB. docs/security.md says what to do"; \
	         $(BIN)/pip $(LOCKED) -r requirements/torch-cuda.lock; }
	$(BIN)/pip $(LOCKED) -r requirements/program.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed requirements/extras.lock requirements/test.lock
	$(BIN)/pip $(LOCKED) -r requirements/extras.lock -r requirements/test.lock
	@touch $@

$(VENV)/installed-fuzz: $(VENV)/installed-test requirements/fuzz.lock
	$(BIN)/pip $(LOCKED) -r requirements/fuzz.lock
	@touch $@

$(TOOLS)/installed: requirements/tools.lock
	$(PYTHON) -c 'import sys; $(PYTHONS)'
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/pip $(LOCKED) -r $<
	@touch $@

$(PEERS)/installed: benchmarks/peers/requirements.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install -q -r $<
	@touch $@

clean:
	rm -rf $(VENV) $(PEERS) $(TOOLS) $(LARGE) sample.library build *.egg-info .fuzzing .pytest_cache .mypy_cache .ruff_cache .hypothesis
