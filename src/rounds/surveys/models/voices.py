"""Focus groups: when and with how many, notes that only who leads reads, themes in other words. No speaker has a name."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.surveys.enums import Stance


class VoiceSession(InstitutionRecord):
    """One talk with a group of a scope, led from outside its office."""

    scope_id = models.UUIDField()
    group = models.CharField(_("group"), max_length=80)
    held_on = models.DateField(_("held on"))
    speakers = models.PositiveSmallIntegerField(_("people who spoke"))
    led_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["-held_on", "group", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope_id", "group", "held_on"], name="voice_session_once"),
            models.CheckConstraint(condition=Q(speakers__range=(2, 20)), name="voice_session_is_a_group"),
        ]


class VoiceNote(SealedRecord):
    """What was said to one question of the guide, as noted."""

    session = models.ForeignKey(VoiceSession, on_delete=models.CASCADE, related_name="notes")
    item_key = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "item_key"], name="voice_note_once")
        ]


class Theme(SealedRecord):
    """What groups of a scope said, in other words. Sealed: before enough people stand behind it, it points at somebody."""

    scope_id = models.UUIDField()
    stance = models.CharField(_("stance"), max_length=10, choices=Stance)
    written_by = models.CharField(max_length=200)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]


class ThemeMention(InstitutionRecord):
    """A group that raised a theme."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="mentions")
    session = models.ForeignKey(VoiceSession, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["theme", "session"], name="theme_mention_once")
        ]
