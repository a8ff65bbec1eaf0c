"""What the other one of a pair did that one is told of: on the home until it is opened, and in the mail of the day."""
