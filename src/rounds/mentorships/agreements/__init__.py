"""What a pair agrees on, in words of its own: proposed, changed, signed by both.

Promises: a version never changes, a change is a new one; one signs what the page shows or is refused; the program office
sees whether both have signed, never what.
"""
