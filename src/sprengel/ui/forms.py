"""Every form of every room is written by the same two templates."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Set as ``FORM_RENDERER``: ``{{ form }}`` and ``{{ form.x.as_field_group }}`` look alike."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
