"""Worlds whose truth is known, asked again and again: do intervals cover, and do null programs stay silent?"""
