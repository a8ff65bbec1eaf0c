from django.db import migrations, models

from rounds.surveys.guards import fix_licenses, unfix_licenses

# what the guards say of a license has other words now
_OFF = migrations.RunPython(
    lambda apps, editor: unfix_licenses(editor.connection), lambda apps, editor: fix_licenses(editor.connection)
)
_ON = migrations.RunPython(
    lambda apps, editor: fix_licenses(editor.connection), lambda apps, editor: unfix_licenses(editor.connection)
)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0012_licenses")]

    operations = [
        _OFF,
        migrations.AddField(
            model_name="instrument", name="retired_on", field=models.DateField(blank=True, null=True)
        ),
        _ON,
        migrations.AddField(
            model_name="linkhash", name="once_until", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
