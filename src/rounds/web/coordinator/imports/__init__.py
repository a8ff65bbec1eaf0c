"""The import of spreadsheets: choose a file, check what will happen, import, undo."""
