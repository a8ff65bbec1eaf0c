"""Facts for measures, a subject each."""
