"""Emergencies and holds: the office asks, a site administrator agrees, the auditor reads."""
