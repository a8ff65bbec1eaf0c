"""Tests of the spreadsheet engine, which is told what day it is."""

from datetime import date

TODAY = date(2026, 9, 1)
