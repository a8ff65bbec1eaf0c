"""Experiences: the catalog for everybody, seats and hosts, rehearsals of a pair."""
