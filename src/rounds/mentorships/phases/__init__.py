"""A phase that ends: whose pair goes on in the next one, whose ends, who needs a match.

Promises: one press does all of it or nothing; a pair that goes on takes up the plan and the end of the new phase; what the
two of a pair wrote stays theirs.
"""
