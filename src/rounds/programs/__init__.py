"""Programs gather people: what a program is, who belongs to its cohorts, and what they said at intake.

Promises: one open cycle per program; a person once per cohort and side; a submitted intake is never
changed (a correction is a new version); exclusions are sealed; priorities are dated.
"""
