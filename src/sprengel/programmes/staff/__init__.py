"""Wie viele Absolventen brauchen wir? The balance of ``engines.staffing`` as a screen."""
