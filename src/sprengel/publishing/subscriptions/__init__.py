"""Calendars with a secret address: for one user, of one body, one circle, or everything."""
