"""From the bytes of a file to tables of text with the address of each cell; what is hostile or damaged is refused."""
