"""Was wissen wir über die Unterbringung? Counts of places and people, never a single person.

Every number is a ``figures.Figure`` about a city; this package has no table of its own.
"""
