"""From what people type to clean values."""
