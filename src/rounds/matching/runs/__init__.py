"""A run: started over a frozen input, solved in a process of its own, its answer written once and read by others."""
