from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_worker_and_withdrawn")]

    operations = [
        migrations.AddField(
            model_name="readingrun",
            name="notes",
            field=models.JSONField(default=list),
        ),
    ]
