"""What somebody answered about a schedule, as plain JSON and as the reader takes it."""
