"""Every number is a Figure: value, unit, definition, key date, base, passage, who entered it."""
