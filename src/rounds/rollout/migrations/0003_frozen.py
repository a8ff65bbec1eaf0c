from django.db import migrations

from rounds.rollout.guards import freeze, unfreeze


class Migration(migrations.Migration):
    dependencies = [("rollout", "0002_pitch")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: freeze(editor.connection), lambda apps, editor: unfreeze(editor.connection)
        )
    ]
