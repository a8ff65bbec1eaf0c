"""Below how many people nothing is shown."""

LOWEST_FLOOR = 4
FLOOR = 5
# distributions, moments: fewer people than this would stand in the cells of a table
TABLE_FLOOR = 10
# alpha and what goes with it
RELIABILITY_FLOOR = 30
