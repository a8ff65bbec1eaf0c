"""Who mentors whom, and since when.

Promises: a mentee has at most one open primary mentorship a cycle; a mentor never carries more mentees
than there are places (both held by the database); states change only along the table in `enums`.
A mentorship never asks why it was matched.
"""
