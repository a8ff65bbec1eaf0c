"""Every figure in a link, button, chip, headline or stat of the office's pages, recounted by hand.

A figure without a row in the table fails: whoever adds one says here what it counts.
"""

import re
from types import SimpleNamespace

import pytest
from django.test import Client

from rounds.matching.models import MatchRun
from rounds.mentorships.models import MentorGroup
from rounds.people.enums import Tier
from rounds.people.models import Person
from rounds.programs.models import Cohort, Program
from rounds.surveys.models import Wave
from rounds.web.home.parts import FEW
from tests.access.matrix import all_addresses, read_policy
from tests.browser.conftest import sign_in_client
from tests.web.figures import beside, match_rows, plain
from tests.web.figures.pages import figures_of, pages_from
from tests.web.figures.unvisited import UNVISITED, VISITED_ONLY

pytestmark = pytest.mark.django_db
AREAS = (
    *("", "people/", "programs/", "matching/", "year/", "imports/", "sent/", "access/", "competencies/"),
    *("rotations/", "emergencies/", "surveys/", "rounds/", "evidence/"),
)
OFFICE = {"coordinator", "founder"}
TIERS = {str(tier.label).capitalize(): tier.value for tier in Tier}


def with_places(at):
    difference = plain.offered(at.program) - plain.wanted(at.program)
    return plain.wanted(at.program), plain.offered(at.program), abs(difference)


HEADED = "# (people|person) (have|has|are|is) (answers to confirm|applied|not reached by mail|sent answers|not finished intake)"


def people_in_head(at):
    missing = len(plain.intake_rows(at.program, at.state or "missing", at.side))
    return missing, len(plain.intake_rows(at.program, "sent")), len(plain.enrolled(at.program))


def sent_of(at):
    sent = [one for one in plain.enrolled(at.program) if plain.state_of(one) in ("sent", "to_confirm")]
    return len(sent), len(plain.enrolled(at.program))


def intake_left(at):
    left = [len(plain.intake_rows(at.program, show)) for show in ("missing", "confirm", "applied")]
    return (*sent_of(at), *(count for count in left if count))


def intake(show):
    return lambda at: (len(plain.intake_rows(at.program, show, at.side)),)


def reached(at):
    return (plain.reached(at.program, at.state, at.side),)


def begun(at):
    has_begun, asked, without = plain.mentees_by_pairs(at.program)
    return has_begun, has_begun + asked + without, asked, without


def things(at):
    """Return how many cards home shows of this program; and how many other programs it lists, where more than one."""
    others = re.findall(r'<li><a href=[^>]*program=[^>]*>[^<]*</a><span class="meta">', at.html)
    return (len(re.findall(r'class="card trouble"', at.html)), *([len(others)] if len(others) > FEW else []))


def contact(at):
    """Return the figures of one of the quarters; the last one is that which runs."""
    known = [counted for _first, _last, counted in plain.quarters(at.program)]
    if "until today" in at.label:
        return known[-1]
    return at.numbers if at.numbers in known[:-1] else ()


def free_places(at):
    left = plain.left_of(at.program)
    over = sum(one < 0 for one in left)
    return (sum(one for one in left if one > 0), *([over] if over else []))


def tier(at):
    word = re.match(r"(.+?) #", at.label)[1]
    # a chosen chip says how many it shows; another one how many it would show instead
    return (plain.people_who(tier=TIERS[word], look=at.look),)


# page, words with # for each number: what they count. Pages of programs know their program, side and state.
SETS = {
    "Version #": lambda at: at.numbers if at.numbers[0] in beside.versions_in(at.html) else (),
    ".* Version # , published DAY.*|.* Version #, published DAY.*": beside.of_version,
}
TABLE = {
    "access:invite_all": {
        "Everybody #": lambda at: (plain.without_login(at.chosen),),
        # mail is in rehearsal, and none of them has an office role
        "Can't be invited #": lambda at: (plain.without_login(at.chosen),),
        "Not invited #": lambda at: (0,),
        "Invited #": lambda at: (0,),
    },
    **match_rows.ROWS,
    "home": {
        ".* # things? needs? you today.*": things,
        "# (people who leave are in open pairs|person who leaves is in an open pair)": lambda at: (
            plain.leavers(at.program),
        ),
        "# proposed pairs? waits?": lambda at: (plain.newest_pairs(at.program),),
        "Review # pairs?": lambda at: (plain.newest_pairs(at.program),),
        "# agreements? (is|are) late.*": lambda at: (len(plain.unsigned(at.program)),),
        "# pairs? without a first conversation": lambda at: (len(plain.without_first(at.program)),),
        "# pairs? (has|have) gone silent": lambda at: (len(plain.silent(at.program)),),
        "# pairs? says? that what you entered was not so": lambda at: (len(plain.disputed(at.program)),),
        "In # pairs? somebody asks for a change": lambda at: (len(plain.asking(at.program)),),
        "# pairs? on leave": lambda at: (len(plain.away(at.program)),),
        "All # pairs": lambda at: (
            len(getattr(plain, {"first": "without_first"}.get(at.show, at.show or "unsigned"))(at.program)),
        ),
        "Write to # pairs?…": lambda at: at.numbers if at.numbers[0] in plain.troubles(at.program) else (),
        "# (people have|person has) not confirmed answers that the office brought along": intake("confirm"),
        "# (people have|person has) not finished intake": intake("missing"),
        "# (people have|person has) applied": intake("applied"),
        "Ask # (people|person)": lambda at: (plain.reached(at.program, "confirm"),),
        "Remind # (people|person)": lambda at: (plain.reached(at.program),),
        "Intake finished # of #( # to finish,?)?( # to confirm,?)?( # applied)?( nobody is asked for anything)?": (
            intake_left
        ),
        # the crowd's program has no consent text of its own and everything else
        r"\w+ lacks # thing": lambda at: (1,),
        "Mentees who have begun # of # # wait for an answer, # without a mentor": begun,
        "Agreements signed by both # of # pairs? # not signed by both yet(; # on .*)?": lambda at: (
            *plain.signed(at.program),
            *plain.beside(at.program),
        ),
        "Pairs that talked this quarter so far # of # pairs? since DAY; the quarter is not over": lambda at: (
            plain.talked(at.program)
        ),
        "Places wanted # of # offered # places? (to spare|too few)": with_places,
    },
    "imports:list": {".*can be undone for # hours.*": lambda at: (24,)},
    "matching:cohort": {
        "Open run #": lambda at: (plain.newest_run(at.program).number,),
        "Find (mentors|a mentor) for # mentees?": lambda at: (match_rows.wanting(at.program),),
        ".* Open run # Find (mentors|a mentor) for # mentees?": lambda at: (
            plain.newest_run(at.program).number,
            match_rows.wanting(at.program),
        ),
        "Free places #( # mentors? .*| nobody .*)": free_places,
        "Kept by decision #": lambda at: (plain.kept(at.program),),
        "Mentees # # of them looks? for a mentor": lambda at: (
            len(plain.in_matching(at.program, "mentee")),
            match_rows.wanting(at.program),
        ),
        "Mentors #": lambda at: (len(plain.in_matching(at.program, "mentor")),),
        "Pairs that stay # .*": lambda at: (sum(match_rows.standing_of(at.program).values()),),
        "Places # for # mentees": lambda at: (
            plain.offered(at.program),
            len(plain.in_matching(at.program, "mentee")),
        ),
    },
    "rotations:list": {"# (people|person) with rotations": lambda at: (plain.with_rotations(),)},
    "people:duplicates": {
        "Duplicates # pairs of records .*": lambda at: (
            len(set(re.findall(r"duplicates/[0-9a-f/-]{70,}", at.html))),
        )
    },
    "people:merge": {"Merge # records into #": lambda at: (2, 1)},
    "people:list": {
        "# (people match|person matches)": lambda at: (plain.people_who(tier=at.tier, look=at.look),),
        f"({'|'.join(map(re.escape, TIERS))}) #( , remove)?": tier,
        "Have left #( , remove)?": lambda at: (plain.people_who(tier=at.tier, look="left"),),
        "People # people are here, # of them without a career stage.*": lambda at: (
            plain.people_who(),
            plain.people_who(look="no_stage"),
        ),
        "Without a stage #( , remove)?": lambda at: (
            plain.people_who(look="no_stage") if not at.tier else 0,
        ),
    },
    "programs:detail": {
        "People with answers # of # people( # of them (is|are) not matched: .*)?": lambda at: (
            *sent_of(at),
            *plain.others(at.program),
        ),
        r"\w+ DAY to DAY, # months, # check-ins a year.*": lambda at: (12, 4),
        "Mentees # they ask for # mentors": lambda at: (
            len(plain.in_matching(at.program, "mentee")),
            plain.wanted(at.program),
        ),
        "Places # with # mentors less what mentees outside and other programs take": lambda at: (
            plain.offered(at.program),
            len(plain.in_matching(at.program, "mentor")),
        ),
    },
    "programs:list": {"Programs # programs of yours.*": lambda at: (plain.programs_of_office(at.reader),)},
    "programs:people": {
        "Nobody has .* # of # have sent their answers[^#]*": lambda at: people_in_head(at)[1:],
        HEADED: lambda at: people_in_head(at)[:1],
        rf"{HEADED} # of # have sent their answers[^#]*": people_in_head,
        rf"{HEADED} # of # have .* (Remind # (people|person)…|Ask # (people|person) to confirm…)": lambda at: (
            *people_in_head(at),
            *reached(at),
        ),
        "Ask # (people|person) to confirm…": reached,
        "Intake is complete.* # of # have sent their answers[^#]*": lambda at: people_in_head(at)[1:],
        "Answers missing #": intake("missing"),
        "Applied #": intake("applied"),
        "Everybody #": intake(""),
        "Not started #": intake("not_started"),
        "Stopped #": intake("stopped"),
        "To confirm #": intake("confirm"),
        "Sent #": intake("sent"),
        "Remind # (people|person)…": reached,
    },
    "programs:remind": {
        r"Remind # (people|person)\??": reached,
        r"Ask # (people|person) to confirm\??": reached,
    },
    "year:end": {"End this pair and tell # people": lambda at: (2,)},
    "year:held": {"Enter it and tell # people": lambda at: (2,)},
    "year:panel": {"Add to the panel and tell # people": lambda at: (2,)},
    "year:groups": {"# groups?": lambda at: (MentorGroup.objects.count(),)},
    "year:group": {
        r"# of #\. Nobody is written to.*": lambda at: beside.in_group(at.arguments["group_id"]),
        "Held # Minutes of the mentor # .*#": lambda at: beside.sums_of_group(at.arguments["group_id"]),
    },
    "instruments:detail": SETS,
    "instruments:version": SETS,
    # the name of a size of paper
    "evidence:home": {"PDF, A#": lambda at: (4,)},
    "evidence:waiting": {
        "# (outcome is|outcomes are) said to be wrong.*": lambda at: beside.of_wrong_outcomes()
    },
    "rounds360:detail": {
        "# to be asked, # in reserve, # to decide": beside.of_group_of_raters,
        "Send to # people": lambda at: (beside.asked_in_round(at.arguments["round_id"]),),
    },
    "rounds360:call_off": {
        "# people are chosen; .*": lambda at: (beside.chosen_in_round(at.arguments["round_id"]),),
    },
    "surveys:list": {"# of #": lambda at: beside.of_wave(Wave.objects.get().id)},
    "surveys:wave": {
        "# of # have answered": lambda at: beside.of_wave(at.arguments["wave_id"]),
        ".* about # minutes each, .*": lambda at: (beside.minutes_of_wave(at.arguments["wave_id"]),),
    },
    "surveys:sheet": {
        ".*About # minutes.*": lambda at: (beside.minutes_of_wave(at.arguments["wave_id"]),),
    },
    "surveys:remind": {
        r"Remind # (people|person)( of “.*” now\?)?": lambda at: (
            beside.missing_in_wave(at.arguments["wave_id"]),
        ),
    },
    "surveys:end": {
        ".* # of # have answered.*": lambda at: beside.of_wave(at.arguments["wave_id"]),
        ".* # (person|people) who has not answered can .*": lambda at: (
            beside.missing_in_wave(at.arguments["wave_id"]),
        ),
        "# (person has|people have) not answered: .*": lambda at: (
            beside.missing_in_wave(at.arguments["wave_id"]),
        ),
    },
    "year:hand_over": {"Change the mentor and tell # people": lambda at: (3,)},
    "year:nudge": {
        r"Send to # people\??": lambda at: (2 * plain.troubled(at.program, at.show),),
        r"Send to # people\? .* # minutes from now.*": lambda at: (
            2 * plain.troubled(at.program, at.show),
            15,
        ),
    },
    "report:program": {
        "Mentees with a mentor # of # .*": lambda at: (begun(at)[0], begun(at)[1]),
        "Agreements signed by both # of # .*": lambda at: plain.signed(at.program)[:2],
        "Pairs that talked, .* # of # .*": contact,
        "Time talked # h # min in # conversations .*": lambda at: plain.hours_talked(at.program),
        "Hours talked of hours promised none yet .* # mentors .*": lambda at: (0,),
    },
    "year:list": {
        "# pairs?": lambda at: (plain.troubled(at.chosen, at.show, all_of=plain.pairs(at.show)),),
        "Asked #( , remove)?": lambda at: (plain.pairs("asked"),),
        "Ended #( , remove)?": lambda at: (plain.pairs("ended"),),
        "On a panel #( , remove)?": lambda at: (plain.pairs("panel"),),
        "Change asked for #( , remove)?": lambda at: (len(plain.asking(at.chosen)),),
        "Paused #( , remove)?": lambda at: (plain.pairs("paused"),),
        "No first conversation #( , remove)?": lambda at: (len(plain.without_first(at.chosen)),),
        "Agreement late #( , remove)?": lambda at: (len(plain.unsigned(at.chosen)),),
        "Silent #( , remove)?": lambda at: (len(plain.silent(at.chosen)),),
        "Written to #( , remove)?": lambda at: (0,),  # nobody was: tests/mentorships/dues/test_nudge.py
        "Your entry disputed #( , remove)?": lambda at: (len(plain.disputed(at.chosen)),),
        "Disputed between the two #( , remove)?": lambda at: (len(plain.differing(at.chosen)),),
        "On leave #( , remove)?": lambda at: (len(plain.away(at.chosen)),),
        "Running #( , remove)?": lambda at: (plain.pairs("running"),),
    },
}


def first_mentee(answer):
    """Return whose pair stands beside a list of pairs."""
    panel = answer.context["panel"] if answer.context and "panel" in answer.context else None
    return getattr(getattr(panel, "mentee", None), "id", "")


def place_of(answer, scene, label):
    """Return what a page is about: its program, and the choices in its address."""
    query, arguments = answer.wsgi_request.GET, answer.resolver_match.kwargs
    named = arguments.get("program_id") or query.get("program")
    program = Program.objects.get(id=named) if named else scene.program
    if "run_id" in arguments:
        program = MatchRun.objects.get(id=arguments["run_id"]).cohort.cycle.program
    if "cohort_id" in arguments:
        program = Cohort.objects.get(id=arguments["cohort_id"]).cycle.program
    if answer.resolver_match.view_name == "home":
        program = answer.context["office"].program
    return SimpleNamespace(
        program=program,
        chosen=program if named else None,
        reader=scene.people["Alice"],
        html=answer.text,
        label=label,
        path=answer.wsgi_request.get_full_path(),
        by=scene.alice,
        arguments=arguments,
        mentee_id=str(arguments.get("mentee_id") or first_mentee(answer)),
        **{name: query.get(name, "") for name in ("side", "state", "show", "tier", "look", "other")},
    )


def expected(view, label, at, numbers):
    """Return what the table says, None where it has no row."""
    at.numbers = numbers
    for words, count in TABLE.get(view, {}).items():
        if re.fullmatch(words, label):
            return tuple(count(at))
    return None


def office_pages():
    """Return the names of all pages of an institution that somebody of the office may open, from the registry."""
    policy = read_policy()
    return {
        one.name
        for one in all_addresses()
        if one.in_institution
        and isinstance(rule := policy[one.name].get("GET"), dict)
        and OFFICE & rule.keys()
    }


def test_pages_that_are_not_recounted_exist():
    assert UNVISITED.keys() <= office_pages()


def test_every_figure_of_the_office_is_what_a_plain_count_says(untidy):
    """Takes some seconds: it reads all kinds of pages of the office, and counts by hand for each figure."""
    scene, _nursing = untidy
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    names = sorted(
        {
            name
            for one in Person.objects.all()
            for name in (one.display_name, one.full_name, one.given_name, one.family_name)
        },
        key=len,
        reverse=True,
    )
    unknown, wrong, seen, views = set(), [], 0, set()

    for answer, html in pages_from(client, [f"/{scene.institution.slug}/{area}" for area in AREAS]):
        view = answer.resolver_match.view_name
        views.add(view)
        if view in VISITED_ONLY:
            continue
        for label, numbers in figures_of(html, names=names):
            counted = expected(view, label, place_of(answer, scene, label), numbers)
            seen += 1
            if counted is None:
                unknown.add((view, label))
            elif counted != numbers:
                wrong.append((answer.wsgi_request.get_full_path(), label, numbers, counted))

    assert not unknown, "\n".join(["figures without a row in the table:", *map(str, sorted(unknown))])
    assert not wrong, "\n".join(map(str, wrong))
    assert seen > 350
    missed = office_pages() - views - UNVISITED.keys()
    assert not missed, f"No figure of these is recounted: {sorted(missed)}"
    assert len(views) > 60
