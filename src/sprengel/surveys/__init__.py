"""Questions to the member cities: built, sent, answered, counted, shown with what is missing."""
