"""Position papers and hearings: drafts, the members' comments, what the Land adopted."""
