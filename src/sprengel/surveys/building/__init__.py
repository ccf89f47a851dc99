"""Making a survey: in the browser, from a spreadsheet, or from an earlier one."""
