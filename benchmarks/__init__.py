"""The pairing engine against its peers, side by side in one run: `make bench`."""
