"""Pacts, grants and campaigns: their rounds, who takes part, and what they cost."""
