"""Pictures: what is drawn where, in pixels, from the facts of a domain."""
