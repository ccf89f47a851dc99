"""Who may do what in who is who."""

from __future__ import annotations

import rules

from sprengel.accounts.rules import is_office

rules.add_perm("bodies.change", is_office)
