"""Surveys: what people are asked, what they answered, and what may be shown of it.

Owns how answers become figures. Promises: no published figure, alone or with all the others, speaks of fewer people than the floor,
and none fixes what somebody answered; what is refused says so in one sentence, whatever the reason.
"""
