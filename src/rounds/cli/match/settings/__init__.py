"""The two settings files of `rounds match`, mapping and weights: held against a schema, all mistakes said at once."""
