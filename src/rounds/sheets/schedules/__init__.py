"""Read rotation schedules: who is where, from when to when; what can be read two ways is asked, never guessed."""
