"""The dean's two pages, what is asked in them, and the ledger that the office keeps itself."""
