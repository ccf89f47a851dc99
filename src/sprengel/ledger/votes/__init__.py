"""Abstimmungsergebnisse: found in a document, looked at by a person, told in words."""
