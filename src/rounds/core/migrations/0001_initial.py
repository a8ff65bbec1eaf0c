import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import rounds.core.clock
import rounds.core.database.scope
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('institution_id', models.UUIDField(null=True)),
                ('number', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('action', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z_]+(\\.[a-z_]+)+$')])),
                ('by_user_id', models.UUIDField(null=True)),
                ('by_person_id', models.UUIDField(null=True)),
                ('by_name', models.CharField(blank=True, max_length=200)),
                ('program_id', models.UUIDField(null=True)),
                ('object_kind', models.CharField(blank=True, max_length=60)),
                ('object_id', models.UUIDField(null=True)),
                ('about_person_id', models.UUIDField(null=True)),
                ('facts', models.JSONField(default=dict)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['institution_id', '-number'], name='core_audite_institu_b0eed2_idx'), models.Index(fields=['object_id'], name='core_audite_object__219211_idx'), models.Index(fields=['institution_id', 'about_person_id', '-number'], name='core_audite_institu_339a83_idx')],
                'constraints': [models.UniqueConstraint(fields=('institution_id', 'number'), name='audit_number_once')],
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('institution_id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('timezone', models.CharField(default='America/New_York', max_length=60)),
                ('reply_to', models.EmailField(blank=True, max_length=254)),
                ('mail_is_live', models.BooleanField(default=False)),
                ('is_invented', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('slug__in', ['accounts', 'admin', 'answer', 'api', 'badges', 'components', 'demo', 'drop', 'feed', 'healthz', 'help', 'lti', 'mail', 'media', 'metrics', 'public', 's', 'saml', 'scim', 'sign-in', 'static']), _negated=True), name='institution_slug_not_reserved')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('sealed', models.TextField()),
                ('owner_id', models.UUIDField()),
                ('form_key', models.CharField(max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner_id', 'form_key'), name='draft_one_per_form')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('institution_id', models.UUIDField()),
                ('name', models.CharField(max_length=80)),
                ('ids', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=rounds.core.clock.now)),
                ('dispatched_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('try_after', models.DateTimeField(default=rounds.core.clock.now)),
                ('problem', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('dispatched_at', None)), fields=['id'], name='event_waiting')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='JobProgress',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('task_id', models.UUIDField(null=True, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('subject_kind', models.CharField(blank=True, max_length=60)),
                ('subject_id', models.UUIDField(null=True)),
                ('by_user_id', models.UUIDField(null=True)),
                ('by_person_id', models.UUIDField(null=True)),
                ('by_name', models.CharField(blank=True, max_length=200)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('message', models.CharField(blank=True, max_length=300)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('started_at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='core_jobpro_subject_bff6d9_idx')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=rounds.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_without_case')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='KnownDevice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to=settings.AUTH_USER_MODEL)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('used_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('institution', models.ForeignKey(default=rounds.core.database.scope.current_institution_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.institution')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('batch_id', models.UUIDField(db_index=True, null=True)),
                ('kind', models.CharField(max_length=60)),
                ('to_person_id', models.UUIDField(null=True)),
                ('to_address', models.EmailField(max_length=254)),
                ('meant_for', models.EmailField(blank=True, max_length=254)),
                ('reply_to', models.EmailField(blank=True, max_length=254)),
                ('from_name', models.CharField(blank=True, max_length=200)),
                ('subject', models.CharField(max_length=300)),
                ('body', models.TextField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'sending'), ('sent', 'sent'), ('stopped', 'stopped'), ('bounced', 'bounced')], default='waiting', max_length=10)),
                ('queued_at', models.DateTimeField(default=rounds.core.clock.now)),
                ('send_after', models.DateTimeField(default=rounds.core.clock.now)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('by_user_id', models.UUIDField(null=True)),
                ('program_id', models.UUIDField(null=True)),
                ('is_secret', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'send_after'], name='core_outgoi_state_407a1a_idx'), models.Index(fields=['institution', '-queued_at'], name='core_outgoi_institu_b336f2_idx')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='RecurringRun',
            fields=[
                ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('slot', models.BigIntegerField(default=-1)),
                ('started_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='WorkerBeat',
            fields=[
                ('worker_id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
    ]
