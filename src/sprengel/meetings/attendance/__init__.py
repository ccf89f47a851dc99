"""Who was there, from when to when: the list at the door, the quorum, the history of a city."""
