"""Which day it is. One place, so that the demo and the tests can stand at a fixed day."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    return settings.TODAY or timezone.localdate()
