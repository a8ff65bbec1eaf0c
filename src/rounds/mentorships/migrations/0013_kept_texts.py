import django.db.models.deletion
import rounds.core.clock
import rounds.core.database.scope
import uuid
from django.db import migrations, models


def move_notes(apps, _editor):
    """Move what was kept of notes: a row keeps its id, so that what is sealed for it opens."""
    notes, holds_ever, texts = (
        apps.get_model("mentorships", name).objects for name in ("KeptNote", "PreservationHold", "KeptText")
    )
    for old in notes.select_related("note"):
        holds = holds_ever.filter(
            Q(lifted_at=None) | Q(lifted_at__gte=old.kept_at), mentorship_id=old.note.mentorship_id
        )
        hold = holds.order_by("from_at").first()
        if hold is not None:
            texts.create(
                id=old.id,
                institution_id=old.institution_id,
                hold=hold,
                kind="Note",
                row_id=old.note_id,
                author_id=old.note.author_id,
                is_shared=old.note.audience == "pair",
                kept_at=old.kept_at,
                sealed=old.sealed,
            )


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0007_day_mail_sent'),
        ('mentorships', '0012_released_is_fixed'),
        ('people', '0009_help_routes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='breakglass',
            name='kind',
            field=models.CharField(choices=[('agreement', 'the agreement'), ('notes', 'what was written for both about a conversation'), ('kept', 'what both shared, as it was before it was changed during a hold')], max_length=12),
        ),
        migrations.CreateModel(
            name='KeptText',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.TextField()),
                ('kind', models.CharField(max_length=30)),
                ('row_id', models.UUIDField()),
                ('is_shared', models.BooleanField(default=False)),
                ('is_removed', models.BooleanField(default=False)),
                ('kept_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('hold', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept', to='mentorships.preservationhold')),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
            ],
        ),
        migrations.AddIndex(
            model_name='kepttext',
            index=models.Index(fields=['hold', 'kept_at'], name='mentorships_hold_id_f705ce_idx'),
        ),
        migrations.RunPython(move_notes, migrations.RunPython.noop),
        migrations.DeleteModel(
            name='KeptNote',
        ),
    ]
