"""Who we are: people, their dated career stages, training programs, lines of authority, institution roles.

Promises: one open career stage a person; tier, site and department come from the career stage alone; a
correction adds a row and never rewrites one; an NPI or ORCID that is stored has the right check digit.
"""
