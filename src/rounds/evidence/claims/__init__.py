"""Claim cards: what is claimed, what it takes to test it, and the one sentence that a look may end in."""
