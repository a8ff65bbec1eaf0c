"""The local milestone: a resident's short report, the mentor's answer in words. No level and no number; the CCC rates.

The two read both, nobody else, until the resident releases them (`releases`).
"""
