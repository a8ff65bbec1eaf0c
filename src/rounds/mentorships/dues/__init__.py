"""What is due of a pair, and who is told: worked out from facts each time, never scheduled ahead.

Promises: the same facts give the same dues; nothing is due while a pair is paused or one of the two is on leave, and
what was not told yet moves by that time; what was told is not told again, however the facts change.
"""
