"""Instruments and their versions: what Rounds brings along, how a version is read and published."""
