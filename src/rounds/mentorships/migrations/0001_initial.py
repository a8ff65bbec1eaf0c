import django.db.models.deletion
import rounds.core.clock
import rounds.core.database.scope
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('people', '0001_initial'),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MentorLoad',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('mentor', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('active', models.PositiveSmallIntegerField(default=0)),
                ('capacity', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('active__lte', models.F('capacity'))), name='mentor_load_within_capacity')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Mentorship',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.cycle')),
                ('mentee_enrollment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.enrollment')),
                ('mentor_enrollment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.enrollment')),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('is_primary', models.BooleanField(default=True)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('offered', 'offered to the mentor'), ('accepted', 'accepted by the mentor'), ('active', 'active'), ('paused', 'paused'), ('completed', 'completed'), ('ended', 'ended'), ('continued', 'continues informally')], default='proposed', max_length=10)),
                ('created_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('shown_from_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('opened_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, choices=[('withdrawn', 'taken back before anybody was told'), ('declined', 'not taken up'), ('changed', 'change of mentor'), ('goals', 'goals changed'), ('time', 'no time'), ('left', 'left the institution'), ('cause', 'ended by the program office'), ('other', 'another reason')], max_length=10)),
                ('imported_start_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['institution', 'mentor', 'state'], name='mentorships_institu_b21481_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_primary', True), ('state__in', ('proposed', 'offered', 'accepted', 'active', 'paused'))), fields=('mentee', 'cycle'), name='mentorship_one_open_primary'), models.UniqueConstraint(condition=models.Q(('state__in', ('proposed', 'offered', 'accepted', 'active', 'paused'))), fields=('mentee', 'mentor', 'cycle'), name='mentorship_open_once'), models.CheckConstraint(condition=models.Q(('mentee', models.F('mentor')), _negated=True), name='mentorship_two_people'), models.CheckConstraint(condition=models.Q(('ended_on', None), ('opened_on', None), ('ended_on__gte', models.F('opened_on')), _connector='OR'), name='mentorship_ends_after_start')],
            },
        ),
    ]
