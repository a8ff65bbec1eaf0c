"""Pages on which the program office plans, sends and reads surveys."""
