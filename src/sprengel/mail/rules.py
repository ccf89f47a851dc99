"""Who may look at letters: the office alone; they hold addresses and secret links."""

from __future__ import annotations

import rules

from sprengel.accounts.rules import is_office

rules.add_perm("mail.view", is_office)
