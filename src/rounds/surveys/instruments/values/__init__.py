"""What Rounds brings along, as files that people can read, and what they say."""
