"""Debriefs: after a major rotation of the mentee the two look back on it, once, and nobody else reads of it.

Whether one is open follows from the dues (`dues.values`): the same rule tells, reminds, and closes it by itself.
"""
