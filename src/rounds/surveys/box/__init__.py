"""The sealed ballot box of an anonymous survey: who answered may stand in the open, what they answered can't be read.

A ballot is sealed as it is sent. When the wave closes all are opened together, mixed and written down without
any way back to a person; then the key dies. `keys`, `sealing` and `mixing` know no table and no page.
"""
