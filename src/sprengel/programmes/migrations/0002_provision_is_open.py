from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="provision",
            name="is_open",
            field=models.BooleanField(default=False, verbose_name="in den Quellen nicht gefunden"),
        ),
    ]
