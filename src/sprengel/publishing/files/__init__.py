"""Files people take along: Excel, Word from a template the office edits, PDF from a page."""
