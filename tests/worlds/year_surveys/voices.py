"""Voices: two talks, a theme that is told, one that is not yet, one that was taken away."""

from __future__ import annotations

from rounds.core.clock import institution_today, now
from tests.world import World


def add_voices(world: World, program) -> None:
    first = a_talk(program, "Mentees, first year", 6)
    second = a_talk(program, "Mentors", 5)
    note(first, "g1", world.word("VoiceNote.sealed", "faculty_developer"))
    world.rows["talk"] = first
    world.add_thing("talk", program="ladder", talk_id=first.id)
    a_theme(program, "A fixed hour each month should stay", "keep", first, second)
    alone = a_theme(program, world.word("Theme.sealed", "faculty_developer"), "stop", first)
    world.rows["theme"] = alone
    world.add_thing("theme", program="ladder", theme_id=alone.id)
    removed = a_theme(program, "Longer talks", "change", second, removed_at=now())
    world.add_thing("removed theme", program="ladder", theme_id=removed.id)


def add_voices_elsewhere(world: World, program) -> None:
    far = a_talk(program, "Mentees", 6)
    theme = a_theme(program, "Less paper", "stop", far)
    at = {"at": world.elsewhere}
    world.add_thing("talk elsewhere", program="elsewhere", talk_id=far.id, **at)
    world.add_thing("theme elsewhere", program="elsewhere", theme_id=theme.id, **at)


def a_talk(program, group: str, speakers: int):
    from rounds.surveys.models import VoiceSession

    return VoiceSession.objects.create(
        scope_id=program, group=group, held_on=institution_today(), speakers=speakers, led_by="Fay Dunn"
    )


def note(talk, key: str, text: str) -> None:
    from rounds.surveys.models import VoiceNote

    row = VoiceNote(session=talk, item_key=key)
    row.seal_value(text)
    row.save()


def a_theme(program, text: str, stance: str, *talks, **more):
    from rounds.surveys.models import Theme, ThemeMention

    row = Theme(scope_id=program, stance=stance, written_by="Fay Dunn", **more)
    row.seal_value(text)
    row.save()
    for talk in talks:
        ThemeMention.objects.create(theme=row, session=talk)
    return row
