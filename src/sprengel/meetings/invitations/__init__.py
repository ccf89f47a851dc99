"""Who is invited to a meeting, how the invitation reaches them, and what they answer."""
