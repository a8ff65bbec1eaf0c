import django.db.models.deletion
import rounds.core.clock
import rounds.core.database.scope
import uuid
from django.db import migrations, models


def fill(apps, _editor):
    """Write the addresses of assistants, and since when goals are closed."""
    for one in apps.get_model("mentorships", "Delegation").objects.select_related("assistant"):
        one.address = one.assistant.email.lower()
        one.save(update_fields=["address"])
    turns = apps.get_model("mentorships", "GoalTurn").objects
    for goal in apps.get_model("mentorships", "Goal").objects.exclude(closed_at=None):
        turns.create(institution_id=goal.institution_id, goal=goal, state=goal.state, at=goal.closed_at)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0007_day_mail_sent'),
        ('mentorships', '0013_kept_texts'),
        ('people', '0009_help_routes'),
    ]

    operations = [
        migrations.AddField(
            model_name='delegation',
            name='address',
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AlterField(
            model_name='delegation',
            name='assistant',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.CreateModel(
            name='GoalTurn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'done'), ('let_go', 'let go')], max_length=10)),
                ('at', models.DateTimeField(default=rounds.core.clock.now)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='mentorships.goal')),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
            ],
            options={
                'indexes': [models.Index(fields=['goal', 'at'], name='mentorships_goal_id_7113c7_idx')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
