"""My record: what is kept about me, who reads what of it, and what I take with me."""
