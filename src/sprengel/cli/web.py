"""Starting Django for the commands that need it; ``sprengel read`` never does."""

from __future__ import annotations

import os
from typing import NoReturn

import typer

from sprengel.cli.text import _


def start_django() -> None:
    """Load the rooms. Idempotent; a nonsensical setting ends the command with a sentence."""
    from sprengel.config.env import BadSetting

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sprengel.config.settings")
    import django

    try:
        django.setup()
    except BadSetting as problem:
        _give_up(_("Diese Einstellung ist nicht möglich: %(problem)s") % {"problem": problem})
    except OSError as error:
        # The first thing that is written is the key in the data folder.
        _give_up(
            _(
                "In den Datenordner kann nicht geschrieben werden (%(error)s). Bitte "
                "SPRENGEL_DATA_DIR prüfen."
            )
            % {"error": error}
        )


def _give_up(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
