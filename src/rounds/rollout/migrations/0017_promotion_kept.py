from django.db import migrations

from rounds.rollout.guards import keep_rules, release_rules


class Migration(migrations.Migration):
    dependencies = [("rollout", "0016_promotion")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: keep_rules(editor.connection),
            lambda apps, editor: release_rules(editor.connection),
        )
    ]
