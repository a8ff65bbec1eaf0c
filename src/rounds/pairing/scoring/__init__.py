"""What a pair is worth and whether it may be: criteria, hard rules, and the scores of whole blocks of pairs."""
