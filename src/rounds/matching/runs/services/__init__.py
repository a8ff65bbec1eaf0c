"""Starting a run, and writing its answer."""
