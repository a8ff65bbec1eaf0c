"""Pictures: what stands where, in pixels, from the facts of a domain."""
