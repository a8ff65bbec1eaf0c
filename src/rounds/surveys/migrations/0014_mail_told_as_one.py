from typing import Any
from uuid import UUID

from django.db import migrations


def _tell_as_one(apps: Any, _editor: Any) -> None:
    """Mark messages that were queued before: of anonymous waves, and of rounds of feedback."""
    mail = apps.get_model("core", "OutgoingMail").objects
    for wave in apps.get_model("surveys", "Wave").objects.filter(mode="anonymous"):
        mail.filter(kind="survey", key__startswith=f"survey:{wave.id}:").update(told_as=wave.id)
    for message in mail.filter(kind="feedback360"):
        mail.filter(id=message.id).update(told_as=UUID(message.key.split(":")[1]))
    for box in apps.get_model("surveys", "Box").objects.filter(state="lost"):
        mail.filter(kind="survey_lost", key__startswith=f"survey_lost:{box.id}:").update(told_as=box.id)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0013_retired"), ("core", "0009_mail_told_as_one")]

    operations = [migrations.RunPython(_tell_as_one, migrations.RunPython.noop)]
