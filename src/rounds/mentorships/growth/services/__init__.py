"""Changes of goals, ratings, questions, feedback and doors. No audit row tells of them: their being is private too."""
