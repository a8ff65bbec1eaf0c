from django.db import migrations

from rounds.mentorships.guards import protect, unprotect


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0011_sent_once")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor.connection), lambda apps, editor: unprotect(editor.connection)
        )
    ]
