"""Press release: drafted from what was accepted, edited by one person, released by another."""
