# keikaku: `make chat` opens the chat window, `make test` runs the tests. Everything is kept in this folder (.venv, index/data).
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev build chat test check eval clean

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
HOST ?= 127.0.0.1
PORT ?= 7860

# The version that pyproject.toml names; the build without CUDA (about 200 MB in place of 3 GB) where pip's own
# sources hold it, else the plain one.
TORCH := torch==$(shell sed -n 's/.*"torch==\([0-9.]*\)".*/\1/p' pyproject.toml)

help: ## この一覧 (this list)
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

setup: $(VENV)/.installed ## 実行に必要なものを .venv に入れる (install what running needs)

setup-dev: $(VENV)/.installed-dev ## テストと検査に必要なものも入れる (and what the tests need)

build: setup ## 索引を作る。最新なら何もしない (build the index)
	@$(BIN)/keikaku build

chat: setup ## チャット画面を開く。例: make chat PORT=8000 (open the chat window)
	@$(BIN)/keikaku chat --build --host $(HOST) --port $(PORT)

test: setup-dev ## テストする (run the tests)
	@$(BIN)/keikaku build
	$(BIN)/python -m pytest

check: setup-dev ## 書式・静的検査・型・依存方向・テスト (format, lint, types, imports, tests)
	@$(BIN)/keikaku build
	scripts/check

eval: build ## README の数値を測り直し、OK / FAIL を示す (measure the README's figures; reports in reports/)
	@$(BIN)/keikaku eval gate --report reports

clean: ## .venv と索引を消す (remove .venv and the index)
	rm -rf $(VENV) index/data

# Each stamp is written last, so that an interrupted set-up goes on where it stopped.
$(VENV)/.created:
	@python=; for name in $(PYTHON) python3.11 python3 python3.12 python3.13 python3.14; do \
	    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "Python 3.11 以上が見つかりません。入れてから、もう一度実行してください (Python 3.11 or newer is needed)." >&2; exit 1; \
	fi; \
	rm -rf $(VENV); \
	if ! "$$python" -m venv $(VENV); then \
	    rm -rf $(VENV); \
	    echo "仮想環境を作れません。Debian / Ubuntu では: apt install python3-venv (cannot make a virtual environment)." >&2; exit 1; \
	fi
	@touch $@

$(VENV)/.installed: pyproject.toml | $(VENV)/.created
	@echo "必要なものを $(VENV) に入れます。初回は数分かかります (installing; the first time takes minutes)."
	@if [ "$$(uname -s)" = Linux ]; then \
	    $(PIP) install "$(TORCH)+cpu" 2>/dev/null || $(PIP) install "$(TORCH)"; \
	fi
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(PIP) install --editable ".[dev]"
	@touch $@
