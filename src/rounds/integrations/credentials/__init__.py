"""Credentials by which a machine of the hospital asks us: shown once, kept as a hash, with a last day; two live while one takes over."""
