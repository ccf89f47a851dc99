"""Demands made of the final version, and what the Land adopted."""
