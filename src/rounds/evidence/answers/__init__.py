"""Questions whose answer needs no follow-up in time: changes, shares, rates, ratings, series, and what is missing."""
