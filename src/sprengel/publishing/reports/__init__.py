"""Sachstandsbericht (Beschlusskontrolle), and the one page "Was daraus wurde" of a session."""
