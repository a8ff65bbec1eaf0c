"""How a mentee grows, and what the two tell each other about it: goals, ratings, short questions, open feedback, doors.

Promises: a goal belongs to the mentee, and a mentor reads it only when the mentee shows it; whoever was the mentor reads
what was there until then; the two read all of this and nobody else does; the program office sees that there is a goal.
"""
