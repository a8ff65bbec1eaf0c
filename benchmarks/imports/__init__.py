"""Imports, measured."""
