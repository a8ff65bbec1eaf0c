from django.db import migrations

from rounds.insights.guards import fix, unfix


class Migration(migrations.Migration):
    dependencies = [("insights", "0005_decisions")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: fix(editor.connection), lambda apps, editor: unfix(editor.connection)
        )
    ]
