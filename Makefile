PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
HOST =
QUICK := $(addprefix tests/,test_boundaries.py test_docs.py test_requirements.py test_filters.py words statistics demography) \
	--ignore tests/demography/test_simulation.py
LOCK := $(VENV)/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make requirements"

.PHONY: run test build bench check fuzz requirements dictionary clean

run: $(VENV)/.runtime build
	$(BIN)/streamlit run app.py --server.port $(PORT) $(if $(HOST),--server.address $(HOST))

build: $(VENV)/.runtime
	$(BIN)/python -m data.build

test: $(VENV)/.dev build
	$(BIN)/python -m tests.browser_setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not browser and not alone"
	$(BIN)/python -m pytest -m "browser or alone"

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n auto --dist loadfile $(QUICK)

fuzz: $(VENV)/.dev build
	$(BIN)/python -m tests.hostile --count 2000
	EXAMPLES=many $(BIN)/python -m pytest -n auto --dist loadfile -m "not browser and not alone"

bench: $(VENV)/.dev build
	$(BIN)/python -m tests.browser_setup
	$(BIN)/python -m bench
	$(BIN)/python -m bench.kernel
	$(BIN)/python -m bench.work

$(VENV)/.runtime: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 以上が必要です / Python >= 3.11 is needed" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

dictionary: $(VENV)/.runtime
	$(BIN)/python -m data.dictionary

requirements: $(VENV)/.uv
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt

$(VENV)/.uv:
	$(PYTHON) -m venv $(VENV)/uv
	$(VENV)/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	touch $@

clean:
	rm -rf $(VENV) data/builds
