"""„Was kostet es uns?“: what a fixed-term grant leaves with the city, on the screen and kept."""
