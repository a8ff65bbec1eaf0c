"""What a round and its report say; no queries."""
