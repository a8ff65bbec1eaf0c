"""The best pairs and their proof: flow, aims, checks without the solver, pairs that people made by hand."""
