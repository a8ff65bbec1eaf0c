"""Pages on which the program office reads and writes sets of questions."""
