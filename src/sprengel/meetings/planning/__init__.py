"""Series, the year ahead, who hosts, finding a date, moving and cancelling a meeting."""
