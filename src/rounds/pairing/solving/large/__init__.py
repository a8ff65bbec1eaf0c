"""Problems too large for one flow over all pairs: estimate, list candidates, and scan until nothing is missing."""
