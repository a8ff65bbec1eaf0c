"""What a platform is and how its messages are checked: pure, no table, no page."""
