from django.db import migrations

from rounds.insights.claim_guards import protect, unprotect


class Migration(migrations.Migration):
    dependencies = [("insights", "0010_claims")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor.connection), lambda apps, editor: unprotect(editor.connection)
        )
    ]
