"""Arranging a meeting: times that one proposes and the other takes, assistants who move them, what falls due around them.

A meeting itself is a conversation that is planned (`conversations.services.planning`).
"""
