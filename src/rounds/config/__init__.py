"""Settings, addresses and entry points: the top of the ladder, which may see everything."""
