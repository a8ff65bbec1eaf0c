"""Pages of the two about growing: goals, ratings and what they show, short questions, open feedback, doors."""
