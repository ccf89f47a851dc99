"""Who may do what with documents; seeing is decided by ``visible_to`` alone."""

from __future__ import annotations

import rules

from sprengel.accounts.rules import is_office

rules.add_perm("archive.add_document", is_office)
# A page is drawn anew for each who asks: not for everybody on the net.
rules.add_perm("archive.see_pages", is_office)
