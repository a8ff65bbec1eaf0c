"""Taking one's record away: what is mine and what I may read, nothing that the other keeps to themselves."""

import json
import re
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from pypdf import PdfReader

from rounds.core.access import Viewer
from rounds.core.database.scope import scope
from rounds.core.models import AuditEvent, SealedRecord, User
from rounds.mentorships.conversations.services.log import take_back_conversation
from rounds.people.models import AuthorityLine, Person
from rounds.programs.models import Rotation
from rounds.web.participant.records.own_labels import LABELS
from rounds.web.participant.records.own_parts import PARTS
from rounds.web.participant.records.own_rows import columns_of, own_tables
from rounds.web.participant.records.own_words import _SEALED
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import log, run_pair
from tests.web.pairs.test_log_page import client_of
from tests.worlds.words import viewer_of


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    pair = run_pair(scene, since=200)
    log(pair, scene.cleo, ago=9, note="hers alone", audience="private")
    log(pair, scene.bob, ago=5, note="his alone", audience="private")
    log(pair, scene.bob, ago=3, note="for both", audience="pair")
    return pair


def take(scene, who, form):
    address = reverse("record:take", kwargs={"institution": scene.institution.slug, "taken_as": form})
    return client_of(scene, who).get(address)


def words_of(answer):
    if answer.headers["Content-Type"] == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return answer.content.decode()


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_file_holds_what_is_mine_and_what_i_may_read_alone(scene, pair, form):
    words = words_of(take(scene, "Cleo", form))

    assert "hers alone" in words
    assert "for both" in words
    assert "his alone" not in words
    assert scene.people["Bob"].family_name in words


def test_data_is_read_by_a_program_and_the_taking_is_recorded(scene, pair):
    record = json.loads(take(scene, "Cleo", "json").content)

    assert len(record["conversations"]) == 3
    assert record["conversations"][0]["minutes"] == 30
    assert {note["written"]["Note"] for note in record["notes"]} == {"hers alone", "for both"}
    assert "end_reason" not in record["pairs"][0]
    assert AuditEvent.objects.filter(action="record.taken").count() == 1


def test_last_days_and_both_ends_of_authority_are_in_the_file_as_on_pages(scene, pair):
    cleo, bob = scene.people["Cleo"], scene.people["Bob"]
    days = {"from_on": date(2026, 5, 14), "to_on": date(2026, 6, 11)}
    Rotation.objects.create(person=cleo, name="Elective", kind="elective", **days)
    AuthorityLine.objects.create(subject=cleo, over=bob, kind="line_manager", from_on=date(2026, 1, 1))

    hers, his = (json.loads(take(scene, who, "json").content) for who in ("Cleo", "Bob"))

    assert [one["last_on"] for one in hers["rotations"]] == ["2026-06-10"]
    assert "Jun 2026" in words_of(take(scene, "Cleo", "pdf"))
    assert "11 Jun" not in words_of(take(scene, "Cleo", "pdf"))
    assert [one["over"] for one in hers["authority"]] == [bob.full_name]
    assert [one["subject"] for one in his["authority_held"]] == [cleo.full_name]


def test_pdf_is_tagged_and_another_form_is_none(scene, pair):
    read = PdfReader(BytesIO(take(scene, "Cleo", "pdf").content))

    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert take(scene, "Cleo", "docx").status_code == 404


def test_what_is_taken_back_is_no_longer_the_others(scene, pair):
    back = log(pair, scene.bob, ago=2, note="taken back", audience="pair")
    take_back_conversation(conversation_id=back.id, by=scene.bob)

    assert "taken back" not in words_of(take(scene, "Cleo", "json"))
    assert "taken back" in words_of(take(scene, "Bob", "json"))


# What is about people and not in the file, with the reason.
EXCUSED = {
    "account": "sign-in, on the page of the account",
    "mfa": "sign-in, on the page of the account",
    "socialaccount": "sign-in, on the page of the account",
    "usersessions": "sign-in, on the page of the account",
    "core.KnownDevice": "sign-in, on the page of the account",
    "core.DayMail": "how many reminders a day had; the reminders are in it",
    "core.JobProgress": "work of the office",
    "people.TwoPeople": "that two records are two people; names another person",
    "people.Origin": "by whom a record came in, in the audit log",
    "people.RollOverItem": "how a career stage came; the stage is in it",
    "accounts.Invitation": "a secret",
    "surveys.Ballot": "sealed, nobody can read it; that somebody answered is in the request",
    "accounts.PendingChange": "what waits for a second person; what came of it is in the audit log",
    "surveys.Release360": "read in its debrief and afterward on its own page, with a file of its own",
    "surveys.LinkHash": "a secret",
    "surveys.LentName": "whose name a reminder bears; that one was asked and what one said is in the audit log",
    "surveys.Ask": "what one survey takes of a year; the survey and the year are in it",
    "mentorships.PhaseOpening": "how the office opened a phase; what became of one's pair is in it",
    "mentorships.MentorLoad": "a counter of the pairs, which are in it",
    "mentorships.AgreementPaper": "the document of an agreement, beside it as a file",
    "development.Offering": "seats that the office posted; its host reads them on their page",
    "development.JuryVoice": "what one of a jury says, forgotten once it is decided",
    "rollout.LaunchTold": "that a mail named steps of a roll-out; the steps are the office's",
    "development.Draw": "seats as they were drawn, of all who asked; what one asked for is in it",
    "mentorships.News": "that an answer or a release came; what came is in it",
    "mentorships.Meeting": "what calendars know of a conversation, which is in it",
    "mentorships.DueItem": "follows from the pair; what one was told of it is in it",
    "mentorships.MilestoneRequirement": "of a residency, not of a person",
    "mentorships.PreservationHold": "opens nothing, and nobody of the two knows of it",
    "mentorships.KeptText": "former texts, opened by two people alone, who tell",
    "insights.RememberedBlock": "days of outcomes, which are in it",
    "insights.ClaimCard": "a claim about a program, written for the office and read by all who are reported to",
    "insights.Look": "what the figures say of a claim",
    "insights.WeightProposal": "what pairs of closed years say of a program's criteria, and the office's answer",
    "insights.Amendment": "a line on a claim of the office",
    "matching": "how pairs were found: read by the office alone (the matrix)",
    "integrations.Connection": "another system, as the office has entered it",
    "integrations.LinkedIdentity": "what a learning platform calls somebody; that they were joined is in the log of what was done",
    "integrations.LtiCourse": "a course of another system",
    "integrations.LtiEntry": "a secret of one minute",
    "integrations.LtiItem": "by what a course counts a survey",
    "integrations.LtiLogin": "a secret of five minutes",
    "integrations.LtiRegistration": "a secret of three days",
    "integrations.MachineCredential": "by what a machine of the hospital asks; that somebody made it is in the log of what was done",
    "integrations.LtiTask": "that a course counts a survey, which is in it",
    "integrations.ConnectionRun": "what another system did; names nobody",
    "integrations.SpreadsheetImport": "files of the office",
    "integrations.StagedRows": "files of the office",
    "integrations.WayBack": "files of the office",
}


def leads_to_people():
    """Return the models with a person, an enrollment or a pair, at any remove, or with somebody's id."""
    found, waiting = set(), {Person, User}
    while waiting:
        found |= waiting
        waiting = {
            model
            for model in apps.get_models()
            if model not in found
            for field in model._meta.concrete_fields
            if field.related_model in found
        }
    ids = {
        model
        for model in apps.get_models()
        if {"person_id", "to_person_id", "owner_person_id", "owner_id", "about_person_id"}
        & {field.name for field in model._meta.concrete_fields}
    }
    return (found | ids) - {User}


def test_each_model_that_leads_to_a_person_is_in_the_file_or_excused(in_hospital):
    viewer = Viewer(in_hospital.id, None, uuid4())
    shown = {part.rows(viewer).model._meta.label for part in PARTS}

    missing = {
        model._meta.label
        for model in leads_to_people()
        if model._meta.label not in EXCUSED and model._meta.app_label not in EXCUSED
    }

    assert missing == shown
    assert not shown & EXCUSED.keys()


def test_each_column_of_the_file_has_words(in_hospital):
    viewer = Viewer(in_hospital.id, None, uuid4())
    columns = {field.name for part in PARTS for field in columns_of(part.rows(viewer).model, part)}
    sealed = {
        part.rows(viewer).model.__name__
        for part in PARTS
        if issubclass(part.rows(viewer).model, SealedRecord)
    }

    assert columns - LABELS.keys() == set()
    assert sealed - _SEALED.keys() == {"Release", "BreakGlass"}


def test_file_says_nothing_that_only_a_program_reads(standing_world):
    """Read as all who have most in the world of tests; an id, a name of a column or of a model is a defect."""
    odd = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\b[a-z]+_[a-z_]+\b|object \(|\bNone\b|[{}]")
    with scope(standing_world.here.id, "America/New_York"):
        for who, parts in (("cleo", 20), ("bob", 15), ("former_mentor", 8)):
            tables = own_tables(viewer_of(standing_world, who))
            said = [
                text
                for table in tables
                for row in table.rows
                for line in row.said
                for text in (*line, row.head)
            ]

            assert len(tables) >= parts
            assert [text for text in said if odd.search(text)] == []
