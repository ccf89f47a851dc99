"""Who may do what with programmes; seeing is decided by ``visible_to`` alone."""

from __future__ import annotations

import rules

from sprengel.accounts.rules import is_office

rules.add_perm("programmes.change_programme", is_office)
rules.add_perm("programmes.change_enrolment", is_office)
