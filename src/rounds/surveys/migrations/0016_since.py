from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0015_voices")]

    operations = [
        migrations.AddField("wave", "since", models.CharField(max_length=300, null=True, blank=True)),  # noqa: DJ001
    ]
