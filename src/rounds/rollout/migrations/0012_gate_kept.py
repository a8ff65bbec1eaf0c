from django.db import migrations

from rounds.rollout.guards import keep_gates, release_gates


class Migration(migrations.Migration):
    dependencies = [("rollout", "0011_gate")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: keep_gates(editor.connection),
            lambda apps, editor: release_gates(editor.connection),
        )
    ]
