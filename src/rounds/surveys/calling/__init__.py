"""Wishes to be called: asked by name on a page of their own, read by whom they name, done, told back. No survey is known here."""
