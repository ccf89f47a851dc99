"""Answers given so far keep what was held of them: void where any newer version exists."""

from django.db import migrations, models
from django.db.models import F


def as_before(apps, schema_editor):
    apps.get_model("meetings", "Meeting").objects.update(time_sequence=F("calendar_sequence"))


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_invitations")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="time_sequence",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(as_before, migrations.RunPython.noop),
    ]
