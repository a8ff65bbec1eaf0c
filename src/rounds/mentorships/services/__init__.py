"""Every change of pairs and of the places that they take."""
