"""Every change through a learning platform: try it, let somebody in, join them, report who is done."""
