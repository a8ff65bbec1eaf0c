"""Changes of training, certificates, experiences and coaching, by noun."""
