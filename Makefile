# The whole house from here. Needs Python 3.11 and make; everything else is installed into .venv.
#
#   make run      演示系统：安装、装入演示数据、在 http://127.0.0.1:8000 打开
#   make test     全部测试：SQLite 上一遍，标 database 的在 PostgreSQL 上再一遍
#   make check    静态检查          make fix    自动整理代码格式
#   make judge    较长的外部评判    make bench  测量
#   make lock     重新锁定依赖      make clean  删除可以重做的东西（不动数据）

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PORT ?= 8000
PYTEST := $(BIN)/python -m pytest -n auto
COMPILE := uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11

.PHONY: run setup setup-test test check fix judge bench lock clean

run: setup
	@[ -n "$$DATABASE_URL" ] || $(BIN)/gongkai demo --keep
	@exec $(BIN)/gongkai serve --port $(PORT)

setup: python
	@$(PYTHON) tools/setup.py run

setup-test: python
	@$(PYTHON) tools/setup.py test

.PHONY: python
python:
	@[ -n "$(PYTHON)" ] || { echo '需要 Python 3.11 或更新的版本（例如 apt-get install python3 python3-venv）。'; exit 1; }

# CI= lets the suite go on without nginx, in CI too: a site can do without it, so its tests may.
test: setup-test
	@$(PYTHON) tools/debian.py chromium chromium '浏览器里的测试没有运行'
	@CI= $(PYTHON) tools/debian.py nginx nginx-light 'nginx 的生产配置没有检验'
	@echo '== SQLite'
	@$(PYTEST) -m 'not judge'
	@echo '== PostgreSQL'
	@$(PYTHON) tools/postgres.py $(PYTEST) -m 'database and not judge'

check: setup-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy

fix: setup-test
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

judge: setup-test
	@$(PYTEST) -m judge

bench: setup-test
	@$(BIN)/python -m bench

lock:
	@command -v uv >/dev/null || { echo '锁定依赖需要 uv（pip install uv）。'; exit 1; }
	@$(COMPILE) requirements/run.in -o requirements/run.txt
	@$(COMPILE) -c requirements/run.txt requirements/sdc.in -o requirements/sdc.txt
	@$(COMPILE) -c requirements/run.txt -c requirements/sdc.txt requirements/test.in -o requirements/test.txt

clean:
	@rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .mypy_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
