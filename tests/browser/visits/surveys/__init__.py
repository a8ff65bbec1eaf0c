"""Surveys: a wave that waits for Cleo, page by page; by the link of a mail too."""

from datetime import timedelta

from rounds.core.database.scope import scope
from tests.browser.visits import Visit
from tests.browser.visits.surveys import connections, rounds, voices


def prepare(world):
    from rounds.core.access import system
    from rounds.core.clock import institution_today, now
    from rounds.surveys.answering.services import make_link
    from rounds.surveys.instruments.selectors import current_version
    from rounds.surveys.instruments.services import install_instruments
    from rounds.surveys.models import Campaign, LentName, QuietPeriod, Request, Wave

    pair = world.things["brought"]
    install_instruments(by=system(pair.institution_id))

    def waiting(key, closes_in=10, state="asked"):
        version = current_version(key)
        program = pair.cycle.program_id
        campaign = Campaign.objects.create(
            instrument=version.instrument,
            name=version.instrument.name,
            scope_id=program,
            audience="mentees",
            parameters={"program": str(program)},
        )
        wave = Wave.objects.create(
            campaign=campaign,
            version=version,
            mode="pooled",
            purpose="the program office learns what to mend",
            closes_on=institution_today() + timedelta(days=closes_in),
            state="sent",
            sent_at=now() - timedelta(days=2),
            stop_until=now() - timedelta(days=1),
            sent_by="Alice Osborne",
        )
        return Request.objects.create(
            wave=wave,
            person=world.people["cleo"],
            subject=pair.mentor,
            state=state,
            asked_on=institution_today() - timedelta(days=2),
        )

    world.things["survey"] = waiting("pulse")
    world.things["numbers"] = waiting("confidence")
    world.things["answered survey"] = waiting("closure_mentee", state="answered")
    world.things["long survey"] = waiting("leader_360_short")
    world.things["closed survey"] = waiting("midpoint", closes_in=-1)
    world.things["planned survey"] = Wave.objects.create(
        campaign=world.things["survey"].wave.campaign,
        number=2,
        version=world.things["survey"].wave.version,
        mode="pooled",
        purpose="the program office learns what to mend",
        closes_on=institution_today() + timedelta(days=12),
    )
    first = institution_today() + timedelta(days=20)
    QuietPeriod.objects.create(name="ACGME survey", from_on=first, to_on=first + timedelta(days=11))
    from tests.worlds.year_surveys import _told

    world.things["named survey"] = _answered_by_name(world, pair.cycle.program_id)
    world.things["told survey"] = _told(current_version("pulse"), pair.cycle.program_id)
    from rounds.surveys.instruments.services.authoring import new_instrument

    world.things["draft questions"] = new_instrument(
        name="Ward survey", copy_of=current_version("pulse"), by=system(pair.institution_id)
    )
    from tests.worlds.year_surveys import a_call, license_some, offered_taps

    world.things["lent name"] = LentName.objects.create(
        wave=world.things["survey"].wave,
        person=world.people["alice"],
        asked_by="Dee Marsh",
        asked_on=institution_today(),
    )
    a_call(world.people["bob"], pair.cycle.program_id, "555 0100, after 4 PM")

    offered_taps(pair.cycle.program_id)

    world.things["license"] = license_some(pair.institution_id)
    rounds.prepare(world, pair.cycle.program_id)
    voices.prepare(world, pair.cycle.program_id)
    connections.prepare(world)
    world.things["survey link"] = make_link(world.things["survey"])


def _answered_by_name(world, program):
    """Return what Cleo answered with her name, to be read by coordinators."""
    from tests.worlds.year_surveys import answered_by_name

    return answered_by_name(world.people["cleo"], program)


def _page(which, number):
    return lambda world: {"request_id": world.things[which].id, "page": number}


def _answered(world):
    return {"request_id": world.things["answered survey"].id}


def _check(world):
    from rounds.surveys.instruments.selectors import topics_of

    asked = world.things["long survey"]
    return {"request_id": asked.id, "page": len(topics_of(asked.wave.version_id)) + 1}


def _request(world):
    return {"request_id": world.things["survey"].id}


def _wave(which):
    def arguments(world):
        found = world.things[which]
        return {"wave_id": found.wave_id if which != "planned survey" else found.id}

    return arguments


def _rewording(world):
    from rounds.surveys.models import Comment

    with scope(world.institution.id):
        return f"?reword={Comment.objects.order_by('id').first().id}"


def _set(key):
    """Return the arguments of a set of questions that every institution has."""

    def arguments(world):
        from rounds.surveys.models import Instrument

        return {"instrument_id": Instrument.objects.get(key=key).id}

    return arguments


def _first_version(world):
    from rounds.surveys.models import InstrumentVersion

    version = InstrumentVersion.objects.get(instrument__key="confidence", number=1)
    return {"instrument_version_id": version.id}


def _draft(**more):
    """Return the arguments of the draft of an own set."""
    return lambda world: {"instrument_version_id": world.things["draft questions"].id, **more}


def _link(world):
    return {"survey_token": world.things["survey link"]}


CLEO = {"who": "cleo", "weight": "participant"}
VISITS = [
    Visit("answering:page", arguments=_page("survey", 1), **CLEO),
    Visit("answering:page", arguments=_page("survey", 2), state="last page", **CLEO),
    Visit("answering:page", arguments=_page("numbers", 1), state="0 to 10", **CLEO),
    Visit("answering:page", arguments=_check, state="to check", **CLEO),
    Visit("answering:page", arguments=_page("closed survey", 2), state="closed", **CLEO),
    Visit("answering:thanks", arguments=_request, state="nothing yet", **CLEO),
    Visit("answering:no", arguments=_request, **CLEO),
    Visit("answering:no", arguments=_answered, state="erase", **CLEO),
    Visit(
        "pairs:taps",
        who="wren",
        arguments=lambda world: {"mentorship_id": world.things["brought"].id},
        weight="participant",
    ),
    Visit("surveys:list"),
    Visit("surveys:new"),
    Visit("surveys:quiet"),
    Visit("answering:call", **CLEO),
    Visit("answering:call", state="open", who="bob", weight="participant"),
    Visit("surveys:calls"),
    Visit("surveys:remind", arguments=_wave("survey")),
    Visit("surveys:name", arguments=lambda world: {"lent_name_id": world.things["lent name"].id}),
    Visit("surveys:test", arguments=_wave("planned survey")),
    Visit("surveys:test", arguments=_wave("planned survey"), query="?page=thanks", state="thank you"),
    Visit("surveys:wave", arguments=_wave("planned survey"), state="planned"),
    Visit("surveys:wave", arguments=_wave("survey"), state="open"),
    Visit("surveys:wave", arguments=_wave("closed survey"), state="closed, nobody answered"),
    Visit("surveys:end", arguments=_wave("survey"), state="open"),
    Visit("surveys:sheet", arguments=_wave("survey")),
    Visit("answering:launch", arguments=_wave("told survey"), state="nothing waits", **CLEO),
    Visit("surveys:end", arguments=_wave("planned survey"), state="planned"),
    Visit("instruments:list"),
    Visit("instruments:detail", arguments=_set("pulse")),
    Visit("instruments:detail", arguments=_set("focus_guide"), state="a guide for a talk"),
    Visit("instruments:version", arguments=_first_version),
    Visit("instruments:compare", arguments=_set("confidence")),
    Visit("instruments:compare", arguments=_set("pulse"), state="one version"),
    Visit("instruments:new"),
    Visit("instruments:from_redcap"),
    Visit("instruments:version", arguments=_draft(), state="a draft"),
    *(Visit(f"instruments:{name}", arguments=_draft()) for name in ("edit", "add", "publish", "delete")),
    Visit("instruments:question", arguments=_draft(item_key="sat_all")),
    Visit("instruments:question", arguments=_draft(item_key="next"), state="a text"),
    Visit(
        "instruments:license",
        arguments=lambda world: {"instrument_id": world.things["license"].instrument_id},
    ),
    Visit("instruments:license", arguments=_set("pulse"), state="needs none"),
    Visit("instruments:end_license", arguments=lambda world: {"attestation_id": world.things["license"].id}),
    Visit("instruments:remove", arguments=_draft(item_key="sat_all")),
    *rounds.VISITS,
    *voices.VISITS,
    *connections.VISITS,
    Visit("survey_link", who=None, arguments=_link, weight="participant"),
]
VISITS += [
    Visit("surveys:wave", arguments=_wave("named survey"), state="closed, with names"),
    Visit("surveys:answers", arguments=lambda world: {"named_wave_id": world.things["named survey"].wave_id}),
    Visit("surveys:wave", arguments=_wave("told survey"), state="closed, all kept back"),
    Visit("surveys:comments", arguments=_wave("told survey")),
    Visit("surveys:read_comments", arguments=_wave("told survey"), who="gina"),
    Visit(
        "surveys:read_comments",
        arguments=_wave("told survey"),
        query=_rewording,
        state="other words",
        who="gina",
    ),
]
NOT_PAGES = {
    "instruments:begin": "takes a POST and leads to the draft",
    **{f"instruments:{name}": "takes a POST and leads back" for name in ("retire", "bring_back")},
    **{f"instruments:{name}": "a file" for name in ("answers", "codebook", "dictionary")},
    **{
        f"surveys:{name}": "takes a POST and leads back"
        for name in (
            "install",
            "stop",
            "remove_quiet",
            "restore_quiet",
            "called",
            "not_called",
            "send_test",
            "lend",
            "remind_not",
        )
    },
    **voices.NOT_PAGES,
    **connections.NOT_PAGES,
    **rounds.NOT_PAGES,
    # the pages of answering:*, for whom a link has let in; survey_link leads to the first of them
    **{
        f"survey_{name}": "shows the page of the same name to whom a link let in, nothing to others"
        for name in ("page", "thanks", "no", "call", "routes")
    },
}
