from django.db import migrations


def public_points_stand_in_the_public_part(apps, schema_editor):
    """Before there were parts, what everybody may read was the public part of an agenda."""
    apps.get_model("meetings", "AgendaItem").objects.filter(visibility="public").update(
        part="public"
    )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_part_order")]

    operations = [
        migrations.RunPython(public_points_stand_in_the_public_part, migrations.RunPython.noop)
    ]
