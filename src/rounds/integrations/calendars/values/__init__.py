"""Calendar files from plain facts, without a query."""
