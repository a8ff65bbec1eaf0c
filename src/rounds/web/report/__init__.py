"""The one-page report of a program's year, as a page and as a PDF."""
