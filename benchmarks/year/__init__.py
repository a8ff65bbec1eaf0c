"""The mentoring year at its largest: what it costs."""
