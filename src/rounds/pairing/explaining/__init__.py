"""What people are told about a run: reasons, losses, needs, numbers, and the aims side by side."""
