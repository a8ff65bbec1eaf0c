"""Answers that stand with a name, for the readers whom their promise named, from the day on that it named."""

from dataclasses import dataclass
from uuid import UUID

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.audit import Opened
from rounds.core.clock import institution_today
from rounds.core.errors import NotFound
from rounds.surveys.campaigns.selectors import is_closed, read_from, wave_for
from rounds.surveys.enums import Mode, RequestState
from rounds.surveys.instruments.selectors import named, questions_of
from rounds.surveys.kinds import kind_of
from rounds.surveys.models import Request, Response, Wave

KIND = "survey_answers"
# stands in a question for the one it is about, of whom each answer has its own
SUBJECT = "{name}"


@dataclass(frozen=True)
class Given:
    """What one person answered, in words."""

    request: Request
    answers: list[tuple[str, str]]


def is_reader(viewer: Viewer, wave: Wave) -> bool:
    """Tell whether a wave's promise names the viewer's role among its readers."""
    return wave.mode == Mode.NAMED and viewer.has(*wave.readers, scope_id=wave.campaign.scope_id)


def is_readable(wave: Wave) -> bool:
    """Tell whether the day from which on answers with a name are read has come; a wave that closes early waits for it too."""
    return is_closed(wave) and institution_today() >= read_from(wave)


def named_wave_for(viewer: Viewer, named_wave_id: UUID) -> Wave:
    """Return a wave whose answers with names the viewer may read now; NotFound otherwise."""
    wave = wave_for(viewer, named_wave_id)
    if not is_reader(viewer, wave) or not is_readable(wave):
        raise NotFound
    return wave


def who_answered(wave: Wave) -> list[Request]:
    """Return the requests of a wave that were answered, by name; erased ones are none."""
    rows = Request.objects.filter(wave=wave, state=RequestState.ANSWERED, response__isnull=False)
    return list(
        rows.select_related("person", "subject").order_by(
            "person__folded_family", "person__folded_given", "id"
        )
    )


def given_in(wave: Wave, requests: list[Request]) -> list[Given]:
    """Return what was answered in some requests, opened, in the order of the questions."""
    questions = [one for one in questions_of(wave.version_id, about=SUBJECT) if kind_of(one).is_answered]
    responses = {one.request_id: one.opened() for one in Response.objects.filter(request__in=requests)}
    return [
        Given(
            request,
            [
                (named(one.text, _about(request)), kind_of(one).told(responses[request.id][one.key], one))
                for one in questions
                if one.key in responses[request.id]
            ],
        )
        for request in requests
        if request.id in responses
    ]


def note_answers_opened(viewer: Viewer, requests: list[Request]) -> None:
    """Note for each person that somebody read what they answered."""
    things = [Opened(one.person_id, KIND, one.id) for one in requests if one.person_id]
    audit.note_openings(by=viewer, things=things)


def _about(request: Request) -> str:
    return request.subject.display_name if request.subject else ""
