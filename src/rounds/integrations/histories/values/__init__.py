"""What a history says, line by line: no queries, no clock."""
