"""Turn the bytes of an .xlsx on standard input into lines of JSON, in a process of its own with limits.

It imports nothing but the standard library, so that the process starts in 30 ms, fits a memory limit, and holds
nothing worth stealing. It streams: merged cells, uncalculated formulas, and numbers with leading zeros by format are
seen, which the row readers of the usual library leave out. Imports are relative: the process knows it as `xlsx_parser`.
"""
