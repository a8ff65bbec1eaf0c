"""Pages of the studio: who may, how many queries, and what nobody but the coordinator learns."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.matching.models import ConflictException, MatchRun, Offer
from rounds.matching.publishing.services.answers import decline_as_mentor
from rounds.matching.publishing.services.approval import publish_run, send_for_approval
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.pair import pair_facts
from rounds.matching.review.selectors.what_if import Trial, try_weights
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import record_failure, start_run
from rounds.mentorships.models import Mentorship
from rounds.people.models import AuthorityLine
from rounds.programs.models import Exclusion, ProgramRole
from rounds.web.handlers import send_offers_of_a_run
from tests.access.matrix import client_of
from tests.matching.scenes import add_mentee, add_mentor, add_person, add_residency, make_scene, solve_now


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital, mentees=6, mentors=5)


@pytest.fixture
def run(scene):
    return solve_now(start_run(cohort=scene.cohort, by=scene.alice))


class _Actor:
    def __init__(self, user):
        self.user = user


def client(scene, name) -> Client:
    browser = client_of(_Actor(scene.people[name].user))
    browser.raise_request_exception = True
    return browser


def at(scene, name, **arguments):
    return reverse(name, kwargs={"institution": scene.institution.slug, **arguments})


def first_pair(run):
    pair = result_of(run).solution.pairs[0]
    return {"run_id": run.id, "mentee_id": pair.mentee, "mentor_id": pair.mentor}


def test_review_shows_the_sum_and_its_parts(scene, run):
    page = client(scene, "Alice").get(at(scene, "matching:pair", **first_pair(run))).content.decode()

    assert "Proven best" in page
    assert "less a small cost for each" in " ".join(page.split())
    assert "Only coordinators and directors see scores" in page


@pytest.mark.parametrize("name", ["Bob", "Cleo"])
def test_review_is_not_found_for_participants(scene, run, name):
    answer = client(scene, name).get(at(scene, "matching:run", run_id=run.id))

    assert answer.status_code == 404


@pytest.mark.parametrize("crowd", [1, 30])
@pytest.mark.parametrize(
    "page", ["matching:run", "matching:mentors", "matching:unmatched", "matching:publish", "matching:ladder"]
)
def test_pages_of_a_run_take_few_queries_for_any_cohort(
    in_hospital, crowd, page, django_assert_max_num_queries
):
    scene = make_scene(in_hospital, mentees=crowd, mentors=crowd)
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    browser = client(scene, "Alice")

    with django_assert_max_num_queries(20):
        answer = browser.get(at(scene, page, run_id=run.id))

    assert answer.status_code == 200


def test_run_that_stopped_says_what_stands_and_runs_again_by_one_press(scene):
    stopped = start_run(cohort=scene.cohort, by=scene.alice)
    record_failure(run_id=stopped.id, problem="The engine ran out of memory.", by=scene.alice)
    browser = client(scene, "Alice")

    page = browser.get(at(scene, "matching:run", run_id=stopped.id)).content.decode()
    answer = browser.post(at(scene, "matching:again", run_id=stopped.id))

    assert "The engine ran out of memory." in page
    assert "Nothing was changed" in page
    assert at(scene, "matching:again", run_id=stopped.id) in page
    assert answer.url == at(scene, "matching:run", run_id=MatchRun.objects.get(number=2).id)


def test_exception_needs_a_chosen_pair_and_keeps_the_reason(scene):
    add_mentor(scene, "Eve")
    between(scene, "line_manager")

    answer = client(scene, "Alice").post(
        at(scene, "matching:exceptions", cohort_id=scene.cohort.id), {"pair": "", "reason": "typed-words"}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Error:" in page
    assert 'value="typed-words"' in page
    assert " selected" not in page.split('name="pair"')[1].split("</select>")[0].replace(
        'value="" selected', ""
    )
    assert not ConflictException.objects.exists()


def test_panel_says_why_a_higher_score_with_a_free_place_was_not_chosen(in_hospital):
    """Bob fits both a little better and has two places, but a second mentee costs a little: Eve gets one."""
    scene = make_scene(in_hospital)
    add_mentor(scene, "Eve", answers={"expertise": {"FIN": 4, "TEAM": 2}})
    add_mentee(scene, "Finn")
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    board = Board(run, scene.alice)

    panels = {
        panel.mentor.name: panel
        for panel in (pair_facts(board, pair.mentee, pair.mentor) for pair in result_of(run).solution.pairs)
    }

    assert {name: panel.load_decides for name, panel in panels.items()} == {
        "Dr. Bob Brandt": False,
        "Dr. Eve Test": True,
    }
    key = {
        "run_id": run.id,
        "mentee_id": panels["Dr. Eve Test"].mentee.id,
        "mentor_id": panels["Dr. Eve Test"].mentor.id,
    }
    page = client(scene, "Alice").get(at(scene, "matching:pair", **key)).content.decode()
    assert "free, 1 of 2 taken" in page
    assert "so that the load is spread" in page


def test_runner_up_is_the_first_of_the_list_beside_it_who_is_not_proposed(scene, run):
    board = Board(run, scene.alice)

    for pair in result_of(run).solution.pairs:
        facts = pair_facts(board, pair.mentee, pair.mentor)
        others = [one for one in facts.options if not one.is_chosen]
        assert (facts.rival and facts.rival.person.id) == (others[0].person.id if others else None)
        assert facts.rival is None or facts.rival.micro == others[0].micro


def test_pair_that_was_not_chosen_says_what_it_would_cost_or_that_this_is_not_proven(scene, run):
    board, said = Board(run, scene.alice), []
    for pair in result_of(run).solution.pairs:
        other = next(one for one in pair_facts(board, pair.mentee, pair.mentor).options if not one.is_chosen)
        key = {"run_id": run.id, "mentee_id": pair.mentee, "mentor_id": other.person.id}
        said.append(client(scene, "Alice").get(at(scene, "matching:pair", **key)).context["panel"].costs)

    assert all("cost the cohort" in one or "not proven" in one or "without a mentor" in one for one in said)


def test_hand_made_pairs_are_compared_over_the_same_people_and_nobody_counts_as_nought(in_hospital):
    """Cleo had Bob before; Mia had nobody: she is a figure of her own, not a score of 0."""
    scene = make_scene(in_hospital, mentees=3, mentors=3)
    Mentorship.objects.create(
        cycle=scene.cohort.cycle,
        mentee=scene.people["Cleo"],
        mentor=scene.people["Bob"],
        mentee_enrollment=scene.enrollments["Cleo", "mentee"],
        mentor_enrollment=scene.enrollments["Bob", "mentor"],
        state="ended",
        opened_on=institution_today(),
        ended_on=institution_today(),
        imported_start_on=institution_today(),
        end_reason="completed",
    )
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))

    page = client(scene, "Alice").get(at(scene, "matching:compare", run_id=run.id, other="by-hand"))

    shown, text = page.context["comparison"], page.content.decode()
    cleo = str(scene.people["Cleo"].id)
    best = [one for one in page.context["page"].object_list if one.person.id != cleo]
    assert (shown["before"].matched, shown["before"].without) == (1, 3)
    assert shown["people"] == 1
    assert shown["before"].mean == shown["before"].total
    assert {(one.before, one.was_text, one.change_text) for one in best} == {
        ("no mentor", "–", "has one now")
    }
    assert ">0.0<" not in text


def test_lock_then_run_again_by_posts_alone(scene, run):
    browser = client(scene, "Alice")
    pair = first_pair(run)

    browser.post(at(scene, "matching:lock", **pair))
    browser.post(at(scene, "matching:again", run_id=run.id))

    second = MatchRun.objects.get(number=2)
    solve_now(second)
    assert (pair["mentee_id"], pair["mentor_id"]) in {
        (p.mentee, p.mentor) for p in result_of(second).solution.pairs
    }


def test_forbid_without_a_reason_comes_back_with_the_sentence(scene, run):
    answer = client(scene, "Alice").post(at(scene, "matching:forbid", **first_pair(run)), {"reason": ""})

    assert answer.status_code == 200
    assert "Error:" in answer.content.decode()


@pytest.mark.parametrize("needs_second", [True, False])
def test_review_and_publish_lead_to_whoever_approves(scene, run, needs_second):
    scene.program.needs_second_person = needs_second
    scene.program.save(update_fields=["needs_second_person"])
    alice = client(scene, "Alice")

    review = alice.get(at(scene, "matching:run", run_id=run.id)).text
    publish = alice.get(at(scene, "matching:publish", run_id=run.id))

    assert ("Send for approval" in review, "Publish…" in review) == (needs_second, not needs_second)
    assert publish.status_code == (302 if needs_second else 200)


def test_publishing_twice_shows_who_was_first(scene, run):
    browser = client(scene, "Alice")
    browser.post(at(scene, "matching:publish", run_id=run.id))

    answer = browser.post(at(scene, "matching:publish", run_id=run.id))

    assert answer.status_code == 409
    assert "Alice Adams was first" in answer.content.decode()


def test_publish_queues_mail_that_stop_holds_back(scene, run):
    browser = client(scene, "Alice")
    browser.post(at(scene, "matching:publish", run_id=run.id))
    dispatch()

    browser.post(at(scene, "matching:stop", run_id=run.id))

    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"stopped"}
    assert not Mentorship.objects.filter(state="offered").exists()


def test_stop_before_the_mail_was_written_sends_nothing(scene, run):
    browser = client(scene, "Alice")
    browser.post(at(scene, "matching:publish", run_id=run.id))
    browser.post(at(scene, "matching:stop", run_id=run.id))

    dispatch()

    assert not OutgoingMail.objects.exists()


def dispatch():
    from rounds.core.models import Event

    for event in Event.objects.filter(name="run.published"):
        send_offers_of_a_run(event)


def test_what_if_keeps_the_sum_and_measures_by_the_saved_weights(scene, run):
    answer = client(scene, "Alice").get(at(scene, "matching:what_if", run_id=run.id), {"w_gaps": "60"})

    numbers = {slider["key"]: slider["tried"] for slider in answer.context["sliders"]}
    tried = try_weights(Trial(Board(run, scene.alice), numbers, "total"))
    assert numbers["gaps"] == 60
    assert sum(numbers.values()) == 100
    assert (
        sum((one.is_ or 0) - (one.was or 0) for one in tried.changes)
        == tried.after.total - tried.before.total
    )


def test_what_if_saved_becomes_the_next_run_with_its_reason(scene, run):
    client(scene, "Alice").post(
        at(scene, "matching:what_if", run_id=run.id),
        {"w_gaps": "60", "rationale": "The committee wants skills first", "aim": "fair"},
    )

    second = MatchRun.objects.get(number=2)
    assert second.aim == "fair"
    assert second.weights.values["gaps"] == 60
    assert second.weights.rationale == "The committee wants skills first"


@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("pdf", b"%PDF")])
def test_export_gives_a_file(scene, run, kind, begins):
    answer = client(scene, "Alice").get(at(scene, "matching:export", run_id=run.id, kind=kind))

    assert answer.content.startswith(begins)


def test_export_contributions_sum_to_the_score_in_every_row(scene, run):
    from rounds.matching.review.selectors.board import Board
    from rounds.web.coordinator.matching.workbook import pairs_page

    _name, header, rows = pairs_page(Board(run, scene.alice))

    for row in rows:
        assert round(sum(row[3 : len(header) - 2]), 1) == row[2]


def test_committee_page_holds_no_name(scene, run):
    from rounds.matching.review.selectors.board import Board
    from rounds.web.coordinator.matching.workbook import committee_facts

    facts = str(committee_facts(Board(run, scene.alice)))

    assert not [person for person in scene.people.values() if person.family_name in facts]


def test_committee_pdf_is_tagged_has_text_and_holds_no_name(scene, run):
    from rounds.matching.decisions.services.decisions import forbid_pair

    pair = result_of(run).solution.pairs[0]
    forbid_pair(
        cohort=scene.cohort,
        pair=(UUID(pair.mentee), UUID(pair.mentor)),
        reason="canary-reason",
        by=scene.alice,
    )
    browser = client(scene, "Alice")

    content = browser.get(at(scene, "matching:export", run_id=run.id, kind="pdf")).content

    read = PdfReader(BytesIO(content))
    text = "\n".join(page.extract_text() for page in read.pages)
    names = [name for person in scene.people.values() for name in (person.family_name, person.email)]
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/StructTreeRoot"]
    assert "Method, weights and proof" in text
    assert not [name for name in {*names, "canary-reason"} if name in text]


@pytest.mark.parametrize("name", ["Bob", "Cleo", "Eve"])
def test_canaries_are_in_no_mail_and_no_page_of_participants(scene, name):
    """Look for the words of a refusal, a conflict and an exclusion with mentor and mentee."""
    add_mentor(scene, "Eve", login=True)
    between(scene, "exclusion")
    between(scene, "line_manager")
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)
    Mentorship.objects.update(shown_from_at=now() - timedelta(minutes=1))
    offer = Offer.objects.get(mentorship__mentee=scene.people["Cleo"])
    mentor = Viewer(scene.institution.id, None, offer.mentorship.mentor_id, "M")
    decline_as_mentor(offer_id=offer.id, reason="canary-refusal", by=mentor)
    dispatch_waiting()

    theirs = OutgoingMail.objects.filter(to_person_id=scene.people[name].id)
    read = [mail.subject + mail.body for mail in theirs]
    read += [answer.content.decode(errors="replace") for answer in pages_of(scene, run, name)]
    read.append(client(scene, name).get(at(scene, "home")).content.decode())

    words = ("canary", "exclusion", "line manager", "conflict", "refus", "declined")
    assert not [(word, text[:80]) for word in words for text in read if word in text.lower()]


def test_director_of_the_residency_sees_names_and_conflict_only(scene, run):
    add_residency(scene)
    send_for_approval(run_id=run.id, by=scene.alice)

    page = client(scene, "Rolf").get(at(scene, "vetoes:list")).content.decode()

    (pair,) = [p for p in result_of(run).solution.pairs if p.mentee == str(scene.people["Cleo"].id)]
    assert "Cleo Castell" in page
    assert "Mia" not in page
    assert "score" not in page.lower()
    answer = client(scene, "Rolf").post(
        at(scene, "vetoes:veto", run_id=run.id, mentee_id=pair.mentee, mentor_id=pair.mentor),
        {"reason": "Rotates with her"},
    )
    assert answer.status_code == 302


def test_offer_page_shows_reasons_and_no_number(scene, run):
    publish_run(run_id=run.id, by=scene.alice)
    Mentorship.objects.update(shown_from_at=now() - timedelta(minutes=1))
    offer = Offer.objects.filter(mentorship__mentor=scene.people["Bob"]).first()
    if offer is None:
        pytest.fail("Bob has no mentee in this scene")

    page = (
        client(scene, "Bob").get(at(scene, "pairs:pair", mentorship_id=offer.mentorship_id)).content.decode()
    )

    assert "Why you" in page
    assert not any(word in page for word in ("score", "runner", "points"))


# inference: an exclusion, a line of authority and an ended pair look alike to everybody but the coordinator


def pages_of(scene, run, name):
    """Return everything that the office without its coordinator, and a participant, can read about a run."""
    browser = client(scene, name)
    cleo, eve = scene.people["Cleo"].id, scene.people["Eve"].id
    addresses = [
        at(scene, "matching:cohort", cohort_id=scene.cohort.id),
        at(scene, "matching:exceptions", cohort_id=scene.cohort.id),
        at(scene, "matching:run", run_id=run.id),
        at(scene, "matching:pair", run_id=run.id, mentee_id=cleo, mentor_id=eve),
        at(scene, "matching:unmatched", run_id=run.id),
        at(scene, "matching:mentor", run_id=run.id, mentor_id=eve),
        at(scene, "matching:what_if", run_id=run.id) + "?preset=wishes",
        at(scene, "matching:ladder", run_id=run.id),
        at(scene, "matching:export", run_id=run.id, kind="csv"),
        at(scene, "matching:approval", run_id=run.id),
        at(scene, "matching:publish", run_id=run.id),
        at(scene, "pairs:mine"),
    ]
    return [browser.get(address) for address in addresses]


def between(scene, kind):
    """Record something personal between Cleo and Eve."""
    cleo, eve = scene.people["Cleo"], scene.people["Eve"]
    if kind == "exclusion":
        row = Exclusion(enrollment=scene.enrollments["Cleo", "mentee"])
        row.seal_value({"person": str(eve.id)})
        row.save()
    else:
        AuthorityLine.objects.create(
            subject=cleo, over=eve, kind=kind, from_on=institution_today() - timedelta(days=3)
        )


def plain(answer, run, scene):
    """Return a page's text without what differs from one test database to the next."""
    import re

    text = answer.content.decode(errors="replace") if answer.status_code != 404 else "404"
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "id", text)
    text = re.sub(r"[0-9a-f]{64}", "digest", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


@pytest.mark.parametrize("name", ["Dana", "Bob", "Cleo", "Eve"])
def test_personal_rules_can_not_be_told_apart_by_others(clock, scene, name):
    add_mentor(scene, "Eve", login=True)
    add_person(scene, "Dana", login=True)
    ProgramRole.objects.create(
        program=scene.program, person=scene.people["Dana"], role="director", from_on=institution_today()
    )
    seen = {}  # each kind of rule: a match of its own and the pages that follow
    for kind in ("exclusion", "line_manager", "standing_evaluator"):
        Exclusion.objects.all().delete()
        AuthorityLine.objects.all().delete()
        MatchRun.objects.all().delete()
        between(scene, kind)
        run = solve_now(start_run(cohort=scene.cohort, by=scene.alice, seed=1))
        seen[kind] = [plain(answer, run, scene) for answer in pages_of(scene, run, name)]

    assert seen["exclusion"] == seen["line_manager"] == seen["standing_evaluator"]
    assert not [page for page in seen["exclusion"] if "exclusion" in page.lower()]


def test_coordinator_is_told_which_rule_it_is(scene):
    add_mentor(scene, "Eve")
    between(scene, "exclusion")
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))

    page = client(scene, "Alice").get(at(scene, "matching:run", run_id=run.id) + "?show=first")
    panel = client(scene, "Alice").get(
        at(
            scene,
            "matching:pair",
            run_id=run.id,
            mentee_id=scene.people["Cleo"].id,
            mentor_id=scene.people["Eve"].id,
        )
    )

    assert page.status_code == 200
    assert "private exclusion" in panel.content.decode()


@pytest.mark.parametrize("name", ["Cleo", "Dana"])
def test_refusal_reaches_nobody_but_the_office(clock, scene, run, name):
    """Cleo sees the same page before she was ever proposed and after she was refused."""
    add_person(scene, "Dana", login=True)
    browser = client(scene, name)
    before = plain(browser.get(at(scene, "pairs:mine")), run, scene)
    publish_run(run_id=run.id, by=scene.alice)
    Mentorship.objects.update(shown_from_at=now() - timedelta(minutes=1))
    offer = Offer.objects.get(mentorship__mentee=scene.people["Cleo"])
    with scope(scene.institution.id):
        from rounds.core.access import Viewer

        mentor = Viewer(scene.institution.id, None, offer.mentorship.mentor_id, "M")
        decline_as_mentor(offer_id=offer.id, reason="canary-refusal", by=mentor)

    after = plain(browser.get(at(scene, "pairs:mine")), run, scene)

    assert after == before
    assert browser.get(at(scene, "pairs:pair", mentorship_id=offer.mentorship_id)).status_code == 404
    assert not OutgoingMail.objects.filter(to_person_id=scene.people["Cleo"].id).exists()


def test_late_joiner_page_shows_running_pairs_untouched(scene, run):
    publish_run(run_id=run.id, by=scene.alice)
    add_mentee(scene, "Late")
    second = solve_now(start_run(cohort=scene.cohort, by=scene.alice))

    page = client(scene, "Alice").get(at(scene, "matching:publish", run_id=second.id)).content.decode()

    assert "Publish 1 pair" in page or "nothing to publish" in page
