"""What good looks like: tracks, tiers, domains, indicators and crosswalks, in versions.

Promises: a published version never changes (a database trigger says no); a change is a copy that is
published in its turn; milestone codes are kept by specialty and version, with titles and no level texts.
"""
