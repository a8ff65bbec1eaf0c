"""What a cycle's pairs come to: coverage, agreements, contact, minutes, hours promised and used; one answer for every page."""
