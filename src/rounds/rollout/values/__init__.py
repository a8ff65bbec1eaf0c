"""What a roll-out consists of; no queries, no clock."""
