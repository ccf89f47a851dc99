"""Rückfragen: before the check date the responsible is asked by mail what became of a matter."""
