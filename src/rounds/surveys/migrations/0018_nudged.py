from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0017_calls_and_names")]

    operations = [migrations.AddField("wave", "nudged_on", models.DateField(null=True, blank=True))]
