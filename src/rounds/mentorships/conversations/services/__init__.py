"""What a pair enters about its conversations, and what the program office enters for it."""
