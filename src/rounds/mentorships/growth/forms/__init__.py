"""What is typed about goals, ratings, questions, feedback and doors."""
