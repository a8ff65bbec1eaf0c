# Thin on purpose: dev.py does the work and needs nothing but Python.
PYTHON ?= python3
PORT ?= 8000
export PORT

.PHONY: demo test test-all check lock bench front-end clean

demo:       ## the product with invented people, at http://127.0.0.1:8000
	@$(PYTHON) dev.py demo
test:       ## the suite: SQLite, PostgreSQL, a real browser
	@$(PYTHON) dev.py test
test-all:   ## the suite with the long versions (PART=browser|races|foreign|engines|access|pages|postgres|days: a part)
	@$(PYTHON) dev.py test-all $(if $(PART),--part=$(PART))
check:      ## lint, types, the ladder, templates
	@$(PYTHON) dev.py check
lock:       ## write requirements/*.txt again from pyproject.toml
	@$(PYTHON) dev.py lock
bench:      ## the pairing engine against its peers, written to benchmarks/results.md
	@$(PYTHON) dev.py bench
front-end:  ## copy the front-end libraries from npm into the tree (needs npm)
	@$(PYTHON) dev.py front-end
clean:      ## forget the environment and the demo's data
	rm -rf .venv var
