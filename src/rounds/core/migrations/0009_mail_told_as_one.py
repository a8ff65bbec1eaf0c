from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0008_device_proved")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail", name="told_as", field=models.UUIDField(blank=True, null=True)
        ),
    ]
