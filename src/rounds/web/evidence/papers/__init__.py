"""Evidence on paper: the dean's report in two pages, slides of the same, and each figure as a file."""
