"""`rounds match`: from two spreadsheets to a workbook of proven-best pairs. No server, no database, no Django."""

from rounds.cli.match.command import match

__all__ = ["match"]
