"""What leaves this room as a file: the text and the list of comments."""
