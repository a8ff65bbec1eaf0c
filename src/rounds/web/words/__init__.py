"""Labels and sentences that pages for several audiences and mails share."""
