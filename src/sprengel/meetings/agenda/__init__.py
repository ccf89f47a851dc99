"""The agenda of a meeting: its points, their order and papers, and what members hand in."""
