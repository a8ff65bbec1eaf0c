"""What has no table: answers as they are coded, areas of leadership, templates of programs."""
