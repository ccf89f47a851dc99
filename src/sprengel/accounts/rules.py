"""Who may do what, as predicates; other rooms build their own rules from these."""

from __future__ import annotations

import rules

from sprengel.accounts.models import Role, User


@rules.predicate
def is_office(user: User) -> bool:
    return user.is_authenticated and (user.is_superuser or user.role == Role.OFFICE)


@rules.predicate
def is_member(user: User) -> bool:
    return user.is_authenticated and user.role in (Role.OFFICE, Role.MEMBER)
