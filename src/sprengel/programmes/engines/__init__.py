"""Pacts, grants, campaigns: rounds, who may apply, what is left to pay, who gets how much."""
