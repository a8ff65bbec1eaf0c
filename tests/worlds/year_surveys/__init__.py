"""Surveys: an open wave of the ladder that Cleo is asked in about Bob, one of another institution."""

from __future__ import annotations

from datetime import timedelta

from rounds.core.access import system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from tests.world import World
from tests.worlds.year_surveys.connections import add_connections
from tests.worlds.year_surveys.rounds import add_rounds, add_rounds_elsewhere
from tests.worlds.year_surveys.voices import add_voices, add_voices_elsewhere


def add(world: World) -> None:
    with scope(world.here.id):
        from rounds.surveys.instruments.selectors import current_version
        from rounds.surveys.instruments.services import install_instruments

        install_instruments(by=system(world.here.id))
        pulse = current_version("pulse")
        program = world.rows["running pair"].cycle.program_id
        wave = _wave(pulse, program, state="sent")
        _request(world, wave, "cleo", "bob", "here")
        world.rows["wave"] = wave
        world.add_thing("wave sent", program="ladder", wave_id=wave.id)
        planned = _wave(pulse, program, state="planned")
        world.rows["planned wave"] = planned
        world.add_thing("wave planned", program="ladder", wave_id=planned.id)
        quiet = _quiet("ACGME survey")
        world.rows["quiet period"] = quiet
        world.add_thing("quiet period", period_id=quiet.id)
        world.rows["removed quiet period"] = removed = _quiet("Boards", removed_at=now())
        world.add_thing("removed quiet period", period_id=removed.id)
        told = _told(pulse, program)
        world.rows["comment"] = told.comments.get()
        world.add_thing("wave told", program="ladder", wave_id=told.wave_id)
        world.add_thing("file of a wave told", program="ladder", wave_id=told.wave_id, form="csv")
        with_names = answered_by_name(world.actors["cleo"].person, program).wave_id
        world.add_thing("wave with names", program="ladder", wave_id=with_names)
        world.add_thing("records with names", program="ladder", wave_id=with_names, form="redcap")
        world.add_thing("answers with names", program="ladder", named_wave_id=with_names)
        world.rows["offered wave"] = offered_taps(program)
        _calls(world, program)
        _names(world, wave)
        add_rounds(world, program)
        add_voices(world, program)
    with scope(world.elsewhere.id):
        from rounds.programs.models import Program

        install_instruments(by=system(world.elsewhere.id))
        version = current_version("pulse")
        far = _wave(version, Program.objects.first().id, state="sent")
        _request(world, far, "dina", "dan", "elsewhere")
        far_away = _quiet("Boards of others")
        world.add_thing("answers with names elsewhere", at=world.elsewhere, named_wave_id=far.id)
        world.add_thing("quiet period elsewhere", at=world.elsewhere, period_id=far_away.id)
        world.add_thing("wave elsewhere", program="elsewhere", at=world.elsewhere, wave_id=far.id)
        its_file = {"wave_id": far.id, "form": "csv"}
        world.add_thing("file of a wave elsewhere", program="elsewhere", at=world.elsewhere, **its_file)
        wish = a_call(world.actors["dina"].person, Program.objects.first().id, "At noon")
        world.add_thing("wish elsewhere", program="elsewhere", at=world.elsewhere, call_id=wish.id)
        add_rounds_elsewhere(world, Program.objects.first().id)
        add_voices_elsewhere(world, Program.objects.first().id)
    add_connections(world)
    _add_instruments(world)
    world.add_thing("no such link of a survey", survey_token="not-a-token")
    world.add_thing("no such link of a letter", sign_token="not-a-token")
    world.add_thing("no such link of a follow-up", follow_token="not-a-token")
    world.add_thing("a page of whom no link has let in", page=1)


def _calls(world: World, program) -> None:
    """Add what Cleo asks of the program's office, what it has done, and what somebody asks of a faculty developer."""
    word = world.word("CallRequest.sealed", "cleo", "alice", "chief", "director")
    wish = a_call(world.actors["cleo"].person, program, word)
    world.add_thing("wish to be called", program="ladder", call_id=wish.id)
    done = a_call(
        world.actors["former_mentor"].person,
        program,
        "Mornings",
        done_on=institution_today(),
        done_by="Alice Osborne",
    )
    world.add_thing("wish that was fulfilled", program="ladder", call_id=done.id)
    other = world.word("CallRequest.sealed to a developer", "both", "faculty_developer")
    a_call(world.actors["both"].person, program, other, to="developer")


def a_call(person, program, reach: str, **more):
    """Return a wish to be called of today."""
    from rounds.surveys.models import CallRequest

    today = institution_today()
    row = CallRequest(
        person=person, scope_id=program, **{"to": "office", "asked_on": today, "due_on": today, **more}
    )
    row.seal_value({"reach": reach})
    row.save()
    return row


def _names(world: World, wave) -> None:
    """Ask Alice to lend her name to the second reminder of the open wave."""
    from rounds.surveys.models import LentName

    alice = world.actors["alice"].person
    asked = {"asked_by": "Dee Marsh", "asked_on": institution_today()}
    name = LentName.objects.create(wave=wave, person=alice, **asked)
    world.add_thing("name that is asked for", owners={"alice"}, lent_name_id=name.id)


def _quiet(name, **more):
    from rounds.surveys.models import QuietPeriod

    first = institution_today() + timedelta(days=40)
    return QuietPeriod.objects.create(name=name, from_on=first, to_on=first + timedelta(days=4), **more)


def _add_instruments(world: World) -> None:
    from rounds.surveys.models import InstrumentVersion

    for where, label in ((world.here, "here"), (world.elsewhere, "elsewhere")):
        with scope(where.id):
            version = InstrumentVersion.objects.get(instrument__key="confidence", number=1)
        at = {"at": where}
        world.add_thing(f"questions of {label}", instrument_id=version.instrument_id, **at)
        world.add_thing(f"version of questions of {label}", instrument_version_id=version.id, **at)
        world.add_thing(f"codebook of {label}", instrument_version_id=version.id, form="csv", **at)
        _add_draft(world, where, label)
        _add_license(world, where, label)


def _add_draft(world: World, where, label: str) -> None:
    """Add a draft of a set of the office's own, a copy of the pulse."""
    from rounds.surveys.instruments.selectors import current_version
    from rounds.surveys.instruments.services.authoring import new_instrument

    with scope(where.id):
        draft = new_instrument(name="Ward survey", copy_of=current_version("pulse"), by=system(where.id))
    world.rows[f"draft questions {label}"] = draft
    at = {"at": where}
    world.add_thing(f"draft questions {label}", instrument_version_id=draft.id, **at)
    world.add_thing(f"question of a draft {label}", instrument_version_id=draft.id, item_key="sat_all", **at)


def _add_license(world: World, where, label: str) -> None:
    """Add a set under a license that counts."""
    with scope(where.id):
        made = license_some(where.id)
    world.rows[f"license {label}"] = made
    at = {"at": where}
    world.add_thing(f"licensed questions {label}", instrument_id=made.instrument_id, **at)
    world.add_thing(f"license {label}", attestation_id=made.id, **at)


def license_some(institution_id):
    """Begin a set of somebody else's questions and enter its license."""
    from rounds.surveys.instruments.services.authoring import new_instrument
    from rounds.surveys.instruments.services.licensing import License, attest_license

    by = system(institution_id)
    draft = new_instrument(name="A licensed scale", copy_of=None, source="licensed", by=by)
    license_ = License("University press", institution_today() - timedelta(days=30), may_export_words=True)
    return attest_license(instrument_id=draft.instrument_id, terms=license_, by=by)


def _wave(version, program, *, state: str):
    from rounds.surveys.models import Campaign, Wave

    campaign = Campaign.objects.create(
        instrument=version.instrument,
        name="Quarterly pulse",
        scope_id=program,
        audience="mentees",
        parameters={"program": str(program)},
    )
    is_sent = state == "sent"
    return Wave.objects.create(
        campaign=campaign,
        version=version,
        mode="pooled",
        purpose="the program office learns what to mend",
        closes_on=institution_today() + timedelta(days=10),
        state=state,
        sent_at=now() - timedelta(days=1) if is_sent else None,
        stop_until=now() - timedelta(hours=23) if is_sent else None,
        sent_by="Alice Osborne" if is_sent else "",
    )


def offered_taps(program):
    """Return the three questions of this quarter, offered on the logs of a program's mentees."""
    from rounds.surveys.instruments.selectors import current_version
    from rounds.surveys.models import Wave

    wave = _wave(current_version("session"), program, state="sent")
    wave.campaign.name, wave.campaign.audience = "Three taps after a conversation", "after_a_talk"
    wave.campaign.save()
    Wave.objects.filter(id=wave.id).update(opens_on=institution_today() - timedelta(days=40))
    return wave


def answered_by_name(person, program):
    """Return what somebody answered, with a name, in a closed wave whose answers the coordinators alone read."""
    from rounds.surveys.instruments.selectors import current_version
    from rounds.surveys.models import Campaign, Request, Response, Wave

    version = current_version("rotation")
    campaign = Campaign.objects.create(
        instrument=version.instrument,
        name="Readiness, by name",
        scope_id=program,
        audience="enrolled_mentees",
        parameters={"program": str(program)},
    )
    wave = Wave.objects.create(
        campaign=campaign,
        version=version,
        mode="named",
        readers=["coordinator"],
        closes_on=institution_today() - timedelta(days=2),
        state="closed",
        sent_at=now() - timedelta(days=20),
        stop_until=now() - timedelta(days=20),
        sent_by="Alice Osborne",
    )
    request = Request.objects.create(
        wave=wave,
        person=person,
        state="answered",
        asked_on=institution_today() - timedelta(days=19),
        answered_on=institution_today() - timedelta(days=18),
    )
    response = Response(request=request)
    response.seal_value({"r_budget": 7})
    response.save()
    return request


def _told(version, program):
    """Return the publication of a wave that nobody here was asked in, with a comment that waits to be read first."""
    from rounds.surveys.models import Comment, Publication, Snapshot
    from rounds.surveys.results.values.keeping import digest_of

    wave = _wave(version, program, state="sent")
    wave.closes_on = institution_today() - timedelta(days=2)
    wave.save()
    publication = Publication(wave=wave, released_on=institution_today())
    publication.seal_value({"answers": "", "earlier": ""})
    publication.save()
    Snapshot.objects.create(
        publication=publication,
        number=1,
        reason="closed",
        taken_on=institution_today(),
        figures=[],
        digest=digest_of([]),
    )
    comment = Comment(publication=publication, item_key="next")
    comment.seal_value({"said": "More time.", "shown": "More time."})
    comment.save()
    return publication


def _request(world: World, wave, who: str, about: str, where: str) -> None:
    from rounds.surveys.models import Request, Response

    request = Request.objects.create(
        wave=wave,
        person=world.actors[who].person,
        subject=world.actors[about].person,
        state="asked",
        asked_on=institution_today() - timedelta(days=1),
    )
    response = Response(request=request)
    response.seal_value({"sat_all": 4, "next": world.word(f"Response.sealed {where}", who)})
    response.save()
    at = {"at": world.elsewhere} if where == "elsewhere" else {}
    owned = {"owners": {who}, **at}
    world.rows[f"request {where}"] = request
    world.add_thing(f"request {where}", request_id=request.id, **owned)
    world.add_thing(f"request page {where}", request_id=request.id, page=2, **owned)
