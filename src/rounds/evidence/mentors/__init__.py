"""Signals that help a mentor: what a few mentees' ratings can say, and what facts say before them."""
