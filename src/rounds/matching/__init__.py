"""From a cohort to published pairs: the frozen input, the run, the review, approval, publishing, answers.

Promises: a run's input and result never change; a pair that somebody locked stays in every later run; what
only the coordinator may know (exclusions, conflicts, refusals, scores) reaches nobody else; publishing opens
all mentorships of a run or none, once.
"""
