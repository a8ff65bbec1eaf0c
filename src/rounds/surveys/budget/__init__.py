"""How much may be asked of a person in a year: who is asked, what yields, what is left."""
