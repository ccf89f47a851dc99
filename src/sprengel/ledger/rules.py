"""Who may do what with statements and matters; seeing is decided by ``visible_to`` alone."""

from __future__ import annotations

import rules

from sprengel.accounts.rules import is_office

rules.add_perm("ledger.add_document", is_office)
rules.add_perm("ledger.read_again", is_office)
rules.add_perm("ledger.review_statement", is_office)
rules.add_perm("ledger.change_matter", is_office)
