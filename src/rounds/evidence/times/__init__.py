"""Questions about time until something happens: staying, rising, leaving; late entry, competing exits, ties."""
