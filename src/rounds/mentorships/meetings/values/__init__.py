"""Facts of times, without a query."""
