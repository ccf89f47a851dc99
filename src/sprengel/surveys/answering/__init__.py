"""Answering: by link or logged in, by several helpers for one city, sent as one answer."""
