"""An outsider tries to lead the answers of an anonymous wave back to people. `python -m tests.surveys.attack`.

The outsider has the whole database three times (before the closing, after the release, after the key is destroyed), the logs,
the mail, rounds.env and the second at which each person sent; not the folder of the box's key.
"""
