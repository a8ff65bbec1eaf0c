"""Sets of questions: compared, written, taken in from files and given out."""
