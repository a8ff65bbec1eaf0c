"""A set of questions as the data dictionary of a REDCap project, and back."""
