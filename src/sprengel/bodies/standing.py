"""What a city was on a day: its rank then, and whether it still existed. Pure, no queries."""

from __future__ import annotations

from datetime import date

from sprengel.bodies.models import Body, CityStatus


def status_on(body: Body, day: date | None) -> CityStatus | None:
    """The rank it had that day; None where that is not known, or it has none.

    A rank without a known beginning says only what holds now, so nothing of an earlier day.
    """
    if not body.city_status:
        return None
    if day is None or body.city_status_since is None:
        return None
    if day >= body.city_status_since:
        return CityStatus(body.city_status)
    return CityStatus(body.city_status_before) if body.city_status_before else None


def has_ended(body: Body, day: date) -> bool:
    return body.ended_on is not None and body.ended_on <= day
