"""Files people take along: Word from a template the office edits, PDF from a page."""
