"""Who is asked, when, what they are promised: audiences, waves, requests, reminders."""
