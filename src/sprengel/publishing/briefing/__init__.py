"""The paper each participant gets before a session: agenda, open matters, one's own, the new."""
