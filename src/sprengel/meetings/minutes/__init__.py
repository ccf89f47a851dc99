"""Minutes: written section by section beside the agenda, fixed as versions, compared, approved."""
