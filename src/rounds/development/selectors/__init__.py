"""Reads about training, certificates, experiences and coaching, by noun."""
