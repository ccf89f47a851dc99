"""Who may let something leave the house."""

from __future__ import annotations

import rules

from sprengel.accounts.rules import is_office

rules.add_perm("publishing.issue_report", is_office)
rules.add_perm("publishing.write_release", is_office)
