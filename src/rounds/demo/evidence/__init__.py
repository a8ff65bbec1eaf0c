"""What happened to the people of the demo over ten years."""
