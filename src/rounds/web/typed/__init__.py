"""What is typed into a long form is kept while one types, and when the save finds nobody signed in."""
