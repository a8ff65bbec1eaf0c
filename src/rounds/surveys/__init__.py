"""What people are asked and what may be said of their answers: instruments, campaigns, answering, results.

It knows people and no programs: whoever gathers people hands them in as an audience.
"""
