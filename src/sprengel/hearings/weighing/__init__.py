"""The office's side: comments beside the draft, who is missing, what became of each comment."""
