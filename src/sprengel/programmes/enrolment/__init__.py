"""Who takes part in which round, since when and with how much: „Beteiligung“ on the screen."""
