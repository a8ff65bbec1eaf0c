"""Calendars out: the messages by which a meeting enters both calendars, and the address that a calendar subscribes to.

`values` builds the files from plain facts, `services` makes and takes away somebody's address.
"""
