"""What every template may know."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.demo import LOGINS
from sprengel.accounts.rules import is_member, is_office


def today(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    return {
        "today": today_on(),
        "is_office": bool(user and is_office(user)),
        "is_member": bool(user and is_member(user)),
        "is_demo": settings.DEMO,
        "demo_logins": LOGINS if settings.DEMO else (),
    }
