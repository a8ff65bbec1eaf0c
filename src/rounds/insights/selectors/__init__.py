"""Reads of outcomes and figures."""
