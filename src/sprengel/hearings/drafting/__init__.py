"""Writing: a text comes in, becomes versions, the last of which is final."""
