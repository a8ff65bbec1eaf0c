import django.db.models.deletion
import django.db.models.functions.comparison
import rounds.core.clock
import rounds.core.database.scope
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('email', models.EmailField(max_length=254)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('person'), condition=models.Q(('revoked_at', None), ('used_at', None)), name='invitation_one_open')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='PendingChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('kind', models.CharField(choices=[('address', 'sign-in address'), ('role', 'role')], max_length=10)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('old_address', models.EmailField(blank=True, max_length=254)),
                ('new_address', models.EmailField(blank=True, max_length=254, verbose_name='new sign-in address')),
                ('role', models.CharField(blank=True, choices=[('mentee', 'mentee'), ('mentor', 'mentor'), ('coordinator', 'coordinator'), ('director', 'director of the mentorship program'), ('residency_director', 'program director (PD)'), ('gme_officer', 'GME officer'), ('faculty_developer', 'faculty developer'), ('steering_viewer', 'steering committee viewer'), ('delegate', 'assistant'), ('auditor', 'auditor'), ('site_admin', 'site administrator')], max_length=20, verbose_name='role')),
                ('scope_id', models.UUIDField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('asked_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('decision', models.CharField(choices=[('open', 'waits'), ('done', 'confirmed'), ('refused', 'refused')], default='open', max_length=10)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-asked_at'],
                'constraints': [models.UniqueConstraint(models.F('person'), models.F('kind'), models.F('role'), django.db.models.functions.comparison.Coalesce('scope_id', models.Value(uuid.UUID('00000000-0000-0000-0000-000000000000'))), condition=models.Q(('decision', 'open')), name='pending_change_once'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'done'), _negated=True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='pending_change_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'address'), ('role', ''), models.Q(('new_address', ''), _negated=True)), models.Q(('kind', 'role'), ('new_address', ''), models.Q(('role', ''), _negated=True)), _connector='OR'), name='pending_change_is_one_kind')],
                'indexes': [],
            },
        ),
    ]
