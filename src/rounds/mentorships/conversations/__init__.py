"""One log of a pair: a conversation is entered once and serves for everything that it counts as.

Promises: a form sent twice is one row; what both logged for one day is offered as one and never merged silently; nobody
but the two reads what they wrote, and a private note nobody but its author; after the end of a pair nothing is written.
"""
