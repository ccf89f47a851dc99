"""No table of any room has a field for a single refugee; counts are all that can be kept."""

from __future__ import annotations

import re

from django.apps import apps
from django.db import models

from sprengel.bodies.models import Person
from sprengel.figures.models import Figure

WORDS = re.compile(
    r"refugee|asylum|migrant|fluechtling|flüchtling|geflüchtet|gefluechtet|nationality|"
    r"staatsangeh|country_of|herkunftsland|birth|geburt|residence|aufenthalt|religion|gender|"
    r"geschlecht|passport|ausweis|family_status|familienstand|health|krankheit|azr",
    re.I,
)


def own_models() -> list[type[models.Model]]:
    return [one for one in apps.get_models() if one.__module__.startswith("sprengel.")]


def test_the_walk_sees_every_room() -> None:
    rooms = {one._meta.app_label for one in own_models()}
    assert {"figures", "programmes", "bodies", "ledger", "meetings", "accounts"} <= rooms


def test_no_field_of_any_room_is_about_a_single_refugee() -> None:
    found = []
    for model in own_models():
        if WORDS.search(model.__name__):
            found.append(model.__name__)
        for field in model._meta.get_fields():
            told = [field.name, str(getattr(field, "verbose_name", ""))]
            told += [str(getattr(field, "help_text", ""))]
            if any(WORDS.search(text) for text in told):
                found.append(f"{model.__name__}.{field.name}")
    assert found == []


def test_neither_figures_nor_programmes_point_at_people() -> None:
    """Users who entered something are named; the register's people are not pointed at."""
    for model in own_models():
        if model._meta.app_label not in ("figures", "programmes"):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            assert target is not Person, f"{model.__name__}.{field.name}"


def test_a_figure_holds_numbers_and_where_they_come_from_and_nothing_more() -> None:
    assert {field.name for field in Figure._meta.concrete_fields} == {
        "id",
        "visibility",
        "public_id",
        "definition",
        "about",
        "scope",
        "value",
        "low",
        "high",
        "gap",
        "is_approximate",
        "as_written",
        "from_on",
        "key_on",
        "key_precision",
        "base_n",
        "base_of",
        "counted_by",
        "counted_by_name",
        "passage",
        "source",
        "source_url",
        "source_path",
        "note",
        "entered_at",
        "entered_by",
        "entered_by_name",
        "replaces",
        "replaced_because",
    }


def test_housing_has_no_table_of_its_own() -> None:
    assert not [one for one in own_models() if ".housing" in one.__module__]
