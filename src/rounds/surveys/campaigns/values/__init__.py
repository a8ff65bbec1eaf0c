"""Facts and words of campaigns that no table holds."""
