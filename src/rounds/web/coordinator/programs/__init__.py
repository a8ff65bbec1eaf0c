"""Programs: begin one, set it up, and follow its intake."""
