"""Starting Django for the commands that need it; ``sprengel read`` never does."""

from __future__ import annotations

import os


def start_django() -> None:
    """Load the rooms. Idempotent; raises ``config.env.BadSetting`` on a nonsensical setting."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sprengel.config.settings")
    import django

    django.setup()
