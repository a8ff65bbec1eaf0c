from django.db import migrations

from rounds.insights.guards import keep_proposals, unkeep_proposals


class Migration(migrations.Migration):
    dependencies = [("insights", "0018_learning")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: keep_proposals(editor.connection),
            lambda apps, editor: unkeep_proposals(editor.connection),
        )
    ]
