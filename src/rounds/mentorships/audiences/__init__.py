"""Audiences of surveys that pairs hand in."""
