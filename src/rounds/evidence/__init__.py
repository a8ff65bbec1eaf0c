"""The engine of evidence: questions answered with intervals, or with the reason why they can't be. Pure: no Django, nothing of ours.

Ask, read, or read why not::

    found = incidence(years, what, cause=1, at=(5,))     # promotion, leaving competes
    found.estimates["at 5"]                              # Estimate(value, low, high, level, scale, se)
    found.is_refused, found.reason                       # "Nobody was followed to 5: not yet knowable."

Every answer is a frozen `Result` with n, events, person-years, who is missing, method, warnings, version of the
computations and a digest of what it was given. What data can't carry is a result without estimates, never an
exception and never NaN; `InvalidInput` is raised only for what no data could mean (lengths that differ, a share of
8 of 5). Nothing here reads a clock or a file, prints, or draws chance that isn't seeded.

Times are numbers in any unit; spells are (entry, exit]: whoever enters on a day is not at risk on that day. `kind` is
0 for a spell that goes on and 1, 2, ... for what ended it. Hazard and rate ratios are on the log scale.

`answers` needs no follow-up in time, `times` does; `facts` holds the two clocks (when it happened, when we knew),
cohorts and cuts; `claims` the logic of claim cards; `mentors` the mentors' signal and what a year teaches the next match.
"""

from rounds.evidence.errors import InvalidInput
from rounds.evidence.results import VERSION, Caution, Estimate, Missing, Result, Step

__all__ = ["VERSION", "Caution", "Estimate", "InvalidInput", "Missing", "Result", "Step"]
