"""Answering: links, pages kept at each turn, sending; pooled and named answers alone."""
