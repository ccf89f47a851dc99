"""`sprengel register | user add`: the first steps of a real installation."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from sprengel.cli.text import _
from sprengel.cli.usage import GermanGroup
from sprengel.cli.web import start_django

user_app = typer.Typer(help=_("Zugänge"), cls=GermanGroup, no_args_is_help=True)


@user_app.callback()
def _group() -> None:
    """Keeps `user add` a group even while it has one command."""


def register() -> None:
    """Load the public register; changes nothing the second time."""
    start_django()
    from sprengel.bodies.actions import load_register
    from sprengel.bodies.models import Body

    load_register(actor=None)
    typer.echo(
        _("Das Verzeichnis steht: %(count)s Körperschaften.") % {"count": Body.objects.count()}
    )


@user_app.command(help=_("Einen Zugang anlegen; das Kennwort wird einmal angezeigt"))
def add(
    email: Annotated[str, typer.Argument(help=_("E-Mail-Adresse, mit der man sich anmeldet"))],
    name: Annotated[str, typer.Option(help=_("Name, wie er angezeigt wird"))],
    role: Annotated[str, typer.Option(help=_("office, member oder guest"))] = "member",
    body: Annotated[str, typer.Option(help=_("Körperschaft, für die diese Person arbeitet"))] = "",
) -> None:
    """Create a login and print its generated password once."""
    start_django()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction

    from sprengel.accounts.models import Role, User
    from sprengel.bodies.actions import represent
    from sprengel.cli.document import find_body

    if role not in Role.values:
        _refuse(
            _("„%(value)s“ ist nicht möglich. Möglich sind: %(choices)s.")
            % {"value": role, "choices": ", ".join(Role.values)}
        )
    try:
        validate_email(email)
    except ValidationError:
        _refuse(_("„%(email)s“ ist keine E-Mail-Adresse.") % {"email": email})
    if User.objects.filter(email__iexact=email).exists():
        _refuse(_("Für %(email)s gibt es schon einen Zugang.") % {"email": email})
    represented = find_body(body)
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        user = User.objects.create_user(email, password, name=name, role=role)
        if represented is not None:
            represent(actor=None, user=user, body=represented)
    typer.echo(
        _("Zugang für %(email)s angelegt. Kennwort: %(password)s")
        % {"email": email, "password": password}
    )


def _refuse(sentence: str) -> None:
    """Wrong use: say it on stderr, exit 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
