"""Issued documents of a roll-out in other forms than paper: to go on with, to show, to count, to hand out."""
