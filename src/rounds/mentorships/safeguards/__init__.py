"""What protects a pair's records in trouble.

One thing that both share can be opened in an emergency, by two people, for an hour, and both are told. A hold keeps all of
it as it is, and opens nothing. A private note is never opened.
"""
