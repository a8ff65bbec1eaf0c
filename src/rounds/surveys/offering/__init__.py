"""Questions that are offered on a page where people are anyway: no mail, no reminder, nothing of anybody's year."""
