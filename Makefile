# Two commands: `make app` and `make test`. Both make what they need, and say so.
PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
LIBRARY ?= library
PORT    ?= 7860
SAMPLES := eval/samples

# Some compilers drop part of llama.cpp's AMX set-up as dead code, and the model then stops with
# “illegal instruction” (https://github.com/ggml-org/llama.cpp/pull/26954): keep them from it. A
# wheel built earlier may be broken so, hence none is taken from pip's cache.
AMX := $(shell grep -qs amx_int8 /proc/cpuinfo && echo yes)
ifeq ($(AMX),yes)
LLAMA := CMAKE_ARGS="-DCMAKE_C_FLAGS=-fno-tree-dse -DCMAKE_CXX_FLAGS='-fno-tree-dse -fno-dse'" \
         $(BIN)/pip install --quiet --no-cache-dir
else
LLAMA := $(BIN)/pip install --quiet
endif

.PHONY: app test lint install gate baseline clean help

help:
	@echo "make app    install, index the sample articles, open the chat page on 127.0.0.1:$(PORT)"
	@echo "make test   install what tests need, then lint, type-check and test"
	@echo "make gate   measure answers, and fail if they are worse than eval/baselines/"

app: $(VENV)/.made-app $(LIBRARY)/library.db
	@echo "Starting the chat page on 127.0.0.1:$(PORT)"
	@$(BIN)/sourcier serve --library $(LIBRARY) --port $(PORT)

$(LIBRARY)/library.db: | $(VENV)/.made-app
	@echo "Indexing the sample articles into $(LIBRARY)/"
	@$(BIN)/sourcier index $(SAMPLES) --library $(LIBRARY)

install: $(VENV)/.made-app

$(VENV)/.made-venv:
	@echo "Making a virtual environment in $(VENV)/"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Sourcier needs Python 3.11 or newer; say which with: make app PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.made-llama: $(VENV)/.made-venv
	@echo "Compiling llama.cpp, which runs the language model (3 to 10 minutes, once)"
	@$(LLAMA) "llama-cpp-python>=0.3.36"
	@touch $@

$(VENV)/.made-app: pyproject.toml $(VENV)/.made-llama
	@echo "Installing Sourcier and its libraries (about 1 GB, a few minutes the first time)"
	@$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.made-test: pyproject.toml $(VENV)/.made-app
	@echo "Installing what the tests need"
	@$(BIN)/pip install --quiet --editable ".[test]"
	@touch $@

lint: $(VENV)/.made-test
	@echo "Checking format, style, types and the direction of imports"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test: lint
	@echo "Running the tests"
	@$(BIN)/pytest

# Runs the sample questions and, where their corpus is at hand, those about real news, over the
# articles they name.
CORPUS ?= ../shared/data/orangesum.jsonl.gz
RUNS   := runs/gate
.PHONY: $(RUNS)
$(RUNS): $(VENV)/.made-app
	@rm -rf $(RUNS)
	@$(BIN)/sourcier index $(SAMPLES) --library $(RUNS)/library
	@$(BIN)/sourcier eval run eval/sets/samples.jsonl --library $(RUNS)/library --model none \
		--out $(RUNS)/samples >/dev/null
	@if [ -e $(CORPUS) ]; then \
		$(BIN)/sourcier eval pool eval/sets/news-dev.jsonl $(CORPUS) --articles 1 --out $(RUNS)/pool && \
		$(BIN)/sourcier eval run $(RUNS)/pool --model none --out $(RUNS)/news-dev >/dev/null; \
	else echo "Leaving out the questions about real news: there is no $(CORPUS)"; fi

gate: $(RUNS)
	@for run in $(RUNS)/samples $(RUNS)/news-dev; do \
		[ ! -e $$run ] || $(BIN)/sourcier eval compare eval/baselines/$$(basename $$run) $$run --gate || \
		exit 1; \
	done

# Only for a change that is meant to move the measures, and says so in its message.
baseline: $(RUNS)
	@for run in $(RUNS)/samples $(RUNS)/news-dev; do \
		[ ! -e $$run ] || cp $$run/manifest.json $$run/scores.jsonl eval/baselines/$$(basename $$run)/; \
	done

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
