"""Where everybody begins: the program office by kinds of trouble, participants by what comes next."""
