import uuid

import django.db.models.deletion
import rounds.core.database.scope
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_mail_held"), ("programs", "0004_rotations")]

    operations = [
        migrations.CreateModel(
            name="Phase",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("open", "open"), ("closed", "closed")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        default=rounds.core.database.scope.current_institution_id,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.institution",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="programs.cycle"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "number"), name="phase_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("cycle",), name="phase_one_open_per_cycle"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="phase_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="planitem", name="plan_item_once"),
        migrations.AddField(
            model_name="planitem", name="phase", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddField(model_name="program", name="phases", field=models.JSONField(default=list)),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.UniqueConstraint(fields=("program", "phase", "rule"), name="plan_item_once"),
        ),
    ]
