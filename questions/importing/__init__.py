"""Reading questions from files: one module for each format, and one that writes what was read."""
