"""Who may do what with surveys; seeing is decided by ``visible_to`` alone."""

from __future__ import annotations

import rules

from sprengel.accounts.rules import is_office

rules.add_perm("surveys.change_survey", is_office)
