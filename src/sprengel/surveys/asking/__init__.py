"""Asking: whom, by which letter, reminding, more time, the end; who left office."""
