from django.db import migrations

from rounds.rollout.guards import lock_objectives, unlock_objectives


class Migration(migrations.Migration):
    dependencies = [("rollout", "0009_objectives")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: lock_objectives(editor.connection),
            lambda apps, editor: unlock_objectives(editor.connection),
        )
    ]
