"""Pages of mentors and mentees."""
