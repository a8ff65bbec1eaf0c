"""What anybody but the coordinator could learn of a refusal, a conflict or an exclusion: looked for in every page, file and mail.

The year of the scene: Cleo is kept apart from Eve, by her own wish. Bob is asked for Cleo and says no; Finn is asked next,
says yes and meets her; then she asks for a change. A second run follows, so that two runs can be compared.
"""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.urls import NoReverseMatch
from pypdf import PdfReader

from rounds.core.access import system
from rounds.core.clock import institution_today, now
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.matching.decisions.services.decisions import forbid_pair
from rounds.matching.decisions.services.exceptions import declare_exception
from rounds.matching.decisions.services.notes import add_fit_note
from rounds.matching.models import MatchRun, Offer
from rounds.matching.publishing.services.answers import (
    accept_as_mentee,
    accept_as_mentor,
    decline_as_mentor,
)
from rounds.matching.publishing.services.approval import publish_run
from rounds.matching.publishing.services.offers import offer_to
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.changes.services import ask_for_change
from rounds.mentorships.services.office import end_pair_by_office
from rounds.people.services import grant_role
from rounds.programs.models import ProgramRole
from rounds.web import mail
from tests.access.matrix import all_addresses
from tests.matching.scenes import add_mentor, add_person, add_residency, make_scene, solve_now
from tests.matching.test_pages import at, between, client
from tests.matching.test_waiting import tell

OFFICE_WORDS = ("canary-forbid", "canary-note", "canary-exception", "canary-refusal", "canary-change")
# Who reads what, and the words that would tell them something. A director is of the office: only exclusions are none of hers.
SECRETS = {
    "Bob": ("canary-forbid", "canary-note", "canary-exception", "canary-change", "Finn"),
    "Cleo": ("canary-forbid", "canary-note", "canary-exception", "canary-refusal", "Brandt"),
    "Eve": (*OFFICE_WORDS, "Castell", "Brandt", "Finn"),
    "Finn": (*OFFICE_WORDS, "Brandt"),
    "Stella": OFFICE_WORDS,
    "Rolf": OFFICE_WORDS,
    "Gina": OFFICE_WORDS,
    "Fay": OFFICE_WORDS,
    "Audra": (*OFFICE_WORDS, "private exclusion"),
    "Dana": ("private exclusion",),
}
MAIL_WORDS = ("refus", "declin", "said no", "exclu", "conflict", "line manager", "instead of", "canary")
ROLES = {"Gina": "gme_officer", "Fay": "faculty_developer", "Audra": "auditor"}


@pytest.fixture
def scene(in_hospital):
    scene = make_scene(in_hospital)
    add_mentor(scene, "Finn", login=True, answers={"expertise": {"FIN": 4}, "styles": []})
    add_mentor(scene, "Eve", login=True, answers={"expertise": {"FIN": 2}, "styles": []})
    add_mentor(scene, "Max", answers={"expertise": {}, "styles": []})
    for name in ("Dana", "Stella", "Rolf", *ROLES):
        add_person(scene, name, "Reader", login=True)
    for name, role in (("Dana", "director"), ("Stella", "steering_viewer")):
        ProgramRole.objects.create(
            program=scene.program, person=scene.people[name], role=role, from_on=institution_today()
        )
    for name, role in ROLES.items():
        grant_role(person=scene.people[name], role=role, by=system(in_hospital.id))
    add_residency(scene)
    return scene


def live_a_year(scene):
    """Do everything of the story; return the two runs."""
    between(scene, "exclusion")
    first = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    add_fit_note(cohort=scene.cohort, pair=scene.pair("Cleo", "Bob"), text="canary-note", by=scene.alice)
    publish_run(run_id=first.id, by=scene.alice)
    tell()
    dispatch_waiting()
    (offer,) = Offer.objects.all()
    decline_as_mentor(offer_id=offer.id, reason="canary-refusal", by=scene.bob)
    dispatch_waiting()
    mentee, finn = scene.pair("Cleo", "Finn")
    second = offer_to(run_id=first.id, mentee_id=mentee, mentor_id=finn, by=scene.alice)
    dispatch_waiting()
    tell()
    accept_as_mentor(
        offer_id=second.id, meeting_at=now() + timedelta(days=2), modality="video", by=scene.viewer("Finn")
    )
    dispatch_waiting()
    accept_as_mentee(offer_id=second.id, meeting_at=None, by=scene.cleo)
    dispatch_waiting()
    asked = {"reason": "canary-change", "entry_id": uuid4()}
    ask_for_change(mentorship_id=second.mentorship_id, by=scene.cleo, **asked)
    end_pair_by_office(
        mentorship_id=second.mentorship_id, reason="changed", ended_on=institution_today(), by=scene.alice
    )
    dispatch_waiting()
    dispatch_waiting()
    forbid_pair(cohort=scene.cohort, pair=scene.pair("Cleo", "Finn"), reason="canary-forbid", by=scene.alice)
    declare_exception(
        cohort=scene.cohort, pair=scene.pair("Cleo", "Max"), reason="canary-exception", by=scene.alice
    )
    return first, solve_now(start_run(cohort=scene.cohort, by=scene.alice))


def every_address(scene, runs):
    """Return every address of the institution that takes nothing but what the story has, for each run and mentor."""
    fixed = {
        "institution": scene.institution.slug,
        "cohort_id": scene.cohort.id,
        "program_id": scene.program.id,
        "cycle_id": scene.cohort.cycle_id,
        "mentee_id": scene.people["Cleo"].id,
        "enrollment_id": scene.enrollments["Cleo", "mentee"].id,
    }
    runs = [run.id for run in runs]
    choices = {
        "run_id": runs,
        "mentor_id": [scene.people[name].id for name in ("Bob", "Eve")],
        "person_id": [scene.people[name].id for name in ("Cleo", "Eve")],
        "offer_id": list(Offer.objects.values_list("id", flat=True)),
        "kind": ["xlsx", "csv", "pdf"],
        "other": ["1", "2", "by-hand"],
    }
    found = set()
    for address in all_addresses():
        if (
            not address.in_institution or address.name == "programs:roles"
        ):  # says in general who may read exclusions
            continue
        arguments = [{}]
        for name in address.arguments:
            values = [fixed[name]] if name in fixed else choices.get(name, [])
            arguments = [{**so_far, name: value} for so_far in arguments for value in values]
        for one in arguments:
            try:
                found.add(at(scene, address.name, **{k: v for k, v in one.items() if k != "institution"}))
            except NoReverseMatch:  # a kind of something else
                continue
    found |= {at(scene, "matching:what_if", run_id=run) + "?preset=wishes&w_gaps=60" for run in runs}
    return sorted(found)


def text_of(answer):
    """Return what can be read in an answer: a page, the sheets of a workbook, the text of a PDF."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as book:
            return "\n".join(
                book.read(name).decode() for name in sorted(book.namelist()) if name.endswith(".xml")
            )
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode(errors="replace")


def mails_to(scene, name):
    return [
        one.subject + "\n" + one.body
        for one in OutgoingMail.objects.filter(to_person_id=scene.people[name].id)
    ]


def leaks(texts, words):
    """Return the words that texts contain, as (word, where)."""
    return [(word, where) for where, text in texts for word in words if word.lower() in text.lower()]


def told(scene, name):
    """Return what the mails to somebody give away."""
    return leaks([("mail", text) for text in mails_to(scene, name)], (*MAIL_WORDS, *SECRETS[name]))


def test_no_page_no_file_and_no_mail_tells_of_refusal_conflict_or_exclusion(scene):
    addresses = every_address(scene, live_a_year(scene))
    found, seen = {}, {}

    for name, words in SECRETS.items():
        browser = client(scene, name)
        answers = [(one, browser.get(one)) for one in addresses]
        pages = [(one, text_of(answer)) for one, answer in answers if answer.status_code == 200]
        found[name] = leaks(pages, words) + told(scene, name)
        seen[name] = len(pages)

    print(f"\n{len(addresses)} addresses; read by {seen}; found {sum(map(len, found.values()))}")
    assert {name: one for name, one in found.items() if one} == {}
    assert min(seen.values()) > 5


def test_story_sends_each_person_the_mail_that_is_due(scene):
    live_a_year(scene)

    kinds = {
        name: sorted(
            OutgoingMail.objects.filter(to_person_id=scene.people[name].id).values_list("kind", flat=True)
        )
        for name in ("Bob", "Cleo", "Eve", "Finn")
    }
    assert kinds == {
        "Bob": ["pair_offer"],
        "Cleo": ["pair_ended", "pair_found"],
        "Eve": [],
        "Finn": ["pair_begun", "pair_ended", "pair_offer"],
    }


def test_coordinator_does_read_what_others_must_not(scene):
    """Find the words that others must not read, where the coordinator reads them."""
    runs = live_a_year(scene)
    browser = client(scene, "Alice")

    read = [(one, text_of(browser.get(one))) for one in every_address(scene, runs) if "/matching/" in one]

    assert {word for word, _where in leaks(read, (*OFFICE_WORDS, "private exclusion"))} >= {
        "canary-forbid",
        "canary-note",
        "canary-refusal",
        "private exclusion",
    }


@pytest.mark.parametrize(
    ("template", "reader", "planted"),
    [
        ("pair_offer", "Finn", "Another mentor has refused."),
        ("pair_found", "Cleo", "Dr. Brandt is replaced."),
        ("pair_ended", "Finn", "{reason}"),
        ("pair_begun", "Finn", "No conflict was found."),
    ],
)
def test_word_of_a_refusal_planted_in_a_mail_is_found(scene, monkeypatch, template, reader, planted):
    render = mail.render

    def careless(kind, context, **rest):
        text = render(kind, context, **rest)
        if kind != template:
            return text
        reason = Offer.objects.exclude(decline_reason="").values_list("decline_reason", flat=True).last()
        return replace(text, body=text.body + planted.format(reason=reason))

    monkeypatch.setattr(mail, "render", careless)

    live_a_year(scene)

    assert told(scene, reader)


def masked(text):
    """Leave out what differs from one test database to the next."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "id", text)
    text = re.sub(r"(?:[0-9a-f]\s?){64}", "digest", text)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    return re.sub(r"\d\d?:\d\d(:\d\d)?(\.\d+)?( [AP]M|Z)?", "time", text)


def test_files_and_difference_of_two_runs_are_the_same_for_a_director_whatever_the_rule(scene):
    """Compare a run before the rule with one after it: nothing tells which rule it is."""
    browser, read = client(scene, "Dana"), {}
    for kind in ("exclusion", "line_manager", "standing_evaluator"):
        MatchRun.objects.all().delete()
        clear_between(scene)
        before = solve_now(start_run(cohort=scene.cohort, by=scene.alice, seed=1))
        between(scene, kind)
        after = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
        addresses = [
            at(scene, "matching:compare", run_id=after.id, other="1"),
            at(scene, "matching:compare", run_id=before.id, other="2"),
            at(scene, "matching:what_if", run_id=after.id) + "?preset=wishes",
            at(scene, "matching:proof", run_id=after.id),
            at(scene, "matching:mentors", run_id=after.id),
            *(at(scene, "matching:export", run_id=after.id, kind=one) for one in ("xlsx", "csv", "pdf")),
        ]
        answers = [browser.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {200}
        read[kind] = [masked(text_of(answer)) for answer in answers]

    assert read["exclusion"] == read["line_manager"] == read["standing_evaluator"]


def clear_between(scene):
    from rounds.people.models import AuthorityLine
    from rounds.programs.models import Exclusion

    Exclusion.objects.all().delete()
    AuthorityLine.objects.all().delete()
