"""What happened to people and programs, when we knew it, and the figures that are computed from it.

Outcome events are typed and dated, come from a named source, and are never changed: a correction is a further row with its
reason. A figure is computed once, from a cut that holds what was recorded until a moment, and stands as it was told.
"""
