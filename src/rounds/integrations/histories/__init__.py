"""Personnel histories and sheets of outcomes on their way in: identifiers say who is meant, names alone never do."""
