"""The logins of the sample leagues; `sprengel demo` makes them and the login page names them."""

from __future__ import annotations

from dataclasses import dataclass

from sprengel.accounts.models import Role


@dataclass(frozen=True, slots=True)
class Login:
    email: str
    password: str
    name: str
    role: Role
    body: str = ""
    """Whom the user works for, by name."""


LOGINS = (
    Login(
        email="geschaeftsstelle@beispiel.example",
        password="sprengel-geschaeftsstelle",
        name="Geschäftsstelle",
        role=Role.OFFICE,
    ),
    Login(
        email="oberbuergermeister@auenstadt.example",
        password="sprengel-auenstadt",
        name="OB-Büro Auenstadt",
        role=Role.MEMBER,
        body="Auenstadt",
    ),
    Login(
        email="pressestelle@beispiel.example",
        password="sprengel-pressestelle",
        name="Pressestelle",
        role=Role.OFFICE,
    ),
)
"""For the demo only: everybody may know these passwords."""
