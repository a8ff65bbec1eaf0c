"""What a resident releases to the directors of a residency: picked, shown as they will see it, frozen, never recalled.

A director finds what was released and nothing else; nothing on their side is different for what was not.
"""
