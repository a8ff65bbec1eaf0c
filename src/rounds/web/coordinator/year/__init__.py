"""The year as the program office sees it: pairs, their state and dates, never what the two write."""
