"""Rotation schedules in any layout: read, asked about cell by cell, written after a yes, taken back within a day.

A schedule goes the way of every import (`spreadsheets`: staged, sealed, forgotten after a day); only how it is read differs.
"""
