"""What the figures of the matching pages count: pairs of a run's result, offers and people, one by one."""

from statistics import mean
from uuid import UUID

from django.db import transaction

from rounds.matching.decisions.services.decisions import assign_by_hand, swap_pairs
from rounds.matching.enums import Answer
from rounds.matching.models import MatchRun, Offer, PairDecision
from rounds.matching.runs.selectors import result_of, snapshot_of
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.models import Mentorship
from rounds.pairing import Explainer
from rounds.people.enums import Tier
from rounds.people.models import CareerStage
from tests.matching.scenes import solve_now
from tests.web.figures import plain

HUNDRED, PERCENT = 100, 10_000
ABOVE = {tier: place for place, tier in enumerate(Tier.values)}


def run_of(at):
    return MatchRun.objects.get(id=at.arguments["run_id"])


def pairs_of(run):
    return result_of(run).solution.pairs


def proposed(at):
    return (len(pairs_of(run_of(at))),)


def kept_by_people(at):
    """Return decisions that stand and keep a pair."""
    return PairDecision.objects.filter(
        cohort=run_of(at).cohort, undone_at=None, kind__in=("lock", "hand")
    ).count()


def decided_anew(at):
    """Return (mentee, mentor) of what people decided and the run follows, but a lock of what it had proposed."""
    rows = PairDecision.objects.filter(cohort=run_of(at).cohort, undone_at=None, kind="hand")
    return list(rows.values_list("mentee__person_id", "mentor__person_id"))


def with_mentor(at):
    run = run_of(at)
    return len({pair.mentee for pair in pairs_of(run)}), len(snapshot_of(run).problem.mentees.ids)


def unmatched(at):
    matched, everybody = with_mentor(at)
    return everybody - matched


def scores(at):
    return sorted(pair.score / PERCENT for pair in pairs_of(run_of(at)))


def lowest(at):
    found = [round(one, 1) for one in scores(at)]
    at_the_bottom = found.count(found[0])
    return (int(found[0]), *([at_the_bottom] if at_the_bottom > 1 else []))


def places(at):
    """Return the places that no pair of the run takes, and all of them."""
    most = int(sum(snapshot_of(run_of(at)).problem.mentors.capacity))
    return most - proposed(at)[0], most


def stands(run, pair):
    """Tell whether a pair was asked or had begun when the run was made, or is by now."""
    return snapshot_of(run).kept.get((pair.mentee, pair.mentor)) == "running"


def kept_pairs(at):
    run = run_of(at)
    decided = {
        (str(one.mentee.person_id), str(one.mentor.person_id))
        for one in PairDecision.objects.filter(cohort=run.cohort, undone_at=None, kind__in=("lock", "hand"))
    }
    made = {(pair.mentee, pair.mentor) for pair in pairs_of(run)}
    # whoever gets somebody by a decision that the pairs do not follow yet is kept too
    coming = {mentee for mentee, _mentor in decided - made}
    return (
        sum(
            stands(run, pair) or (pair.mentee, pair.mentor) in decided or pair.mentee in coming
            for pair in pairs_of(run)
        )
        + len(coming - {mentee for mentee, _mentor in made}),
    )


def to_publish(at):
    run = run_of(at)
    standing = sum(stands(run, pair) for pair in pairs_of(run))
    return len(pairs_of(run)) - standing, standing


def by_answer(at):
    """Return how many offers of a run wait for the mentor, for the mentee, have begun, were declined."""
    found = {"mentor": 0, "mentee": 0, "begun": 0, "declined": 0, "all": 0}
    for one in Offer.objects.filter(run=run_of(at)):
        found["all"] += 1
        if Answer.DECLINED in (one.mentor_answer, one.mentee_answer):
            found["declined"] += 1
        elif one.mentee_answer == Answer.ACCEPTED:
            found["begun"] += 1
        else:
            found["mentee" if one.mentor_answer == Answer.ACCEPTED else "mentor"] += 1
    return found


def standing_of(program):
    """Return for each mentee who can be matched how many open pairs they have with mentors who are here."""
    here = {one.person_id for one in plain.in_matching(program, "mentor")}
    return {
        one: sum(
            pair.mentor_id in here or pair.state not in plain.OPEN
            for pair in Mentorship.objects.filter(
                mentee_enrollment=one, state__in=plain.OPEN | {"completed", "continued"}
            )
        )
        for one in plain.in_matching(program, "mentee")
    }


def waiting(program):
    """Return who has nobody who is here, and came to no end with anybody: whose mentor has left is not in line yet."""
    served = {pair.mentee_enrollment_id for pair in Mentorship.objects.filter(state__in=plain.SERVED)}
    return sum(not count and one.id not in served for one, count in standing_of(program).items())


def wanting(program):
    return sum(count < (one.demand or 1) for one, count in standing_of(program).items())


def is_score(at):
    """Return the page's own figure when the mentee has that score with somebody, by the run's weights; else nothing."""
    run = run_of(at)
    problem, solution = snapshot_of(run).problem, result_of(run).solution
    rows = Explainer(problem, solution).alternatives_for_mentee(at.mentee_id, len(problem.mentors.ids))
    of_pairs = [pair.score for pair in solution.pairs if pair.mentee == at.mentee_id]
    known = {int(round(one / PERCENT, 1)) for one in [*(row.score for row in rows), *of_pairs]}
    return at.numbers if set(at.numbers) <= known else ()


def mentor_places(at):
    mentor, run = str(at.arguments["mentor_id"]), run_of(at)
    mentors = snapshot_of(run).problem.mentors
    row = mentors.ids.index(mentor)
    taken = sum(pair.mentor == mentor for pair in pairs_of(run))
    return taken, int(mentors.capacity[row]), int(mentors.load[row])


def climbs(run):
    tiers = {str(one.person_id): one.tier for one in CareerStage.objects.all()}
    return [ABOVE[tiers[pair.mentor]] - ABOVE[tiers[pair.mentee]] for pair in pairs_of(run)]


def next_solution(at, *, after=lambda _run: None):
    """Solve the cohort as it is, by the run's weights, once something is decided; take everything back."""
    run = run_of(at)
    with transaction.atomic():
        after(run)
        made = solve_now(start_run(cohort=run.cohort, by=at.by, aim=run.aim, weights=run.weights))
        solution = result_of(made).solution
        transaction.set_rollback(True)
    return solution


def what_if(at):
    """Return the pairs of the run, and those of the one that the page tries."""
    return {(pair.mentee, pair.mentor) for pair in pairs_of(run_of(at))}, next_solution(at).pairs


def priced(figure):
    """Return what counts a figure of the next run without what the page proposes, and with it."""

    def count(at):
        mine = UUID(at.mentee_id), UUID(str(at.arguments["mentor_id"]))
        other = tuple(map(UUID, at.other.split()))
        if Mentorship.objects.filter(mentee_id=mine[0], mentor_id=mine[1], state__in=plain.OPEN).exists():
            return ()  # only ending the pair changes it: nothing has a price

        def decide(run):
            if len(other) == len(mine):
                swap_pairs(cohort=run.cohort, first=mine, second=other, reason="tried", by=at.by)
            else:
                assign_by_hand(cohort=run.cohort, pair=(mine[0], other[0]), reason="tried", by=at.by)

        return figure(next_solution(at)), figure(next_solution(at, after=decide))

    return count


def cost(figure):
    """Return what counts by how much a figure differs with what the page proposes."""
    both = priced(figure)

    def count(at):
        without, proposed = both(at)
        return (abs(without - proposed),)

    return count


def cost_in_points(at):
    (points,) = cost(lambda solution: solution.points)(at)
    return (int(round(points / PERCENT, 1)),)


PRICE = {
    "With a mentor # #": priced(lambda solution: len({pair.mentee for pair in solution.pairs})),
    "Sum of scores, less the cost of load # #": priced(
        lambda solution: int(round(solution.points / PERCENT, 1))
    ),
    "Lowest score # #": priced(
        lambda solution: int(round(min(pair.score for pair in solution.pairs) / PERCENT, 1))
    ),
    "Cost to the cohort: (nothing: )?# points (more )?in all": cost_in_points,
    "Cost to the cohort: # mentees? without a mentor": cost(
        lambda solution: len({pair.mentee for pair in solution.pairs})
    ),
}


def is_tried(at):
    """Tell whether a page tries other weights or another aim, or an older run: `test_what_if` counts those."""
    newest = MatchRun.objects.filter(cohort=run_of(at).cohort).order_by("number").last()
    return run_of(at) != newest or "?" in at.path


def unless_tried(count):
    return lambda at: at.numbers if is_tried(at) else count(at)


def changes(at):
    before, pairs = what_if(at)
    after = {(pair.mentee, pair.mentor) for pair in pairs}
    return len({mentee for mentee, _mentor in before ^ after}), with_mentor(at)[1], len(before & after)


def mean_score(at):
    return int(round(mean(scores(at)), 1)), HUNDRED


def again(at):
    """Return the figures of a run and of the one that the page tries: the same weights, the cohort as it is."""
    run, (_before, pairs) = run_of(at), what_if(at)
    return (len({pair.mentee for pair in pairs_of(run)}), len({pair.mentee for pair in pairs}))


def sums(at):
    """Return the sum of scores of the run's pairs and of those of the run that the page tries."""
    both = pairs_of(run_of(at)), what_if(at)[1]
    return tuple(int(round(sum(pair.score for pair in pairs) / PERCENT, 1)) for pairs in both)


HEAD = {
    "Review # proposed pairs?": proposed,
    "Run again around # locks?": lambda at: (kept_by_people(at),),
    "Review # proposed pairs? DAY, .* Run again": proposed,
    "Review # proposed pairs? DAY, .* Run again See the answers": proposed,
    "Review # proposed pairs? DAY, .* Run again around # locks?( .*)?": lambda at: (
        *proposed(at),
        kept_by_people(at),
    ),
    "Mentees with a mentor # of #": with_mentor,
    "Average score # of #": mean_score,
    "Lowest score # ((NAME ?)+|# pairs)": lowest,
    "Free places # of #": places,
    "Unmatched # with reasons": lambda at: (unmatched(at),),
    "# with reasons": lambda at: (unmatched(at),),
}
LIST = {
    "All #": lambda at: (len(pairs_of(run_of(at))) + unmatched(at),),
    "Look first #": lambda at: (len(result_of(run_of(at)).look_first),),
    "Kept #": kept_pairs,
    "Changed by people #": lambda at: (
        sum(
            (pair.mentee, pair.mentor) in {(str(a), str(b)) for a, b in decided_anew(at)}
            for pair in pairs_of(run_of(at))
        ),
    ),
    "Unmatched #": lambda at: (unmatched(at),),
    "Why #.*": is_score,
    "(Scores more, not proposed|Runner-up): .*#": is_score,
}
ROWS = {
    "matching:run": HEAD | LIST,
    "matching:pair": HEAD | LIST,
    "matching:mentors": HEAD,
    "matching:mentor": {".* # of # places taken here, # mentees? elsewhere All mentors": mentor_places},
    "matching:answers": {
        "# of # pairs have begun.*": lambda at: (by_answer(at)["begun"], by_answer(at)["all"]),
        "Mentor not answered #": lambda at: (by_answer(at)["mentor"],),
        "Mentee not answered #": lambda at: (by_answer(at)["mentee"],),
        "Begun #": lambda at: (by_answer(at)["begun"],),
        "Declined #": lambda at: (by_answer(at)["declined"],),
        "On the waiting list #": lambda at: (waiting(at.program),),
        "# mentees? (is|are) on the waiting list": lambda at: (waiting(at.program),),
        "Match # mentees? again": lambda at: (wanting(at.program),),
    },
    "matching:publish": {
        "Publish # pairs?": lambda at: to_publish(at)[:1],
        "Publish # pairs? DAY, # pairs? .*": to_publish,
    },
    "matching:unmatched": {
        "Every mentee has a mentor All # in run #.*": lambda at: (with_mentor(at)[1], run_of(at).number)
    },
    "matching:ladder": {
        "Pay-it-forward ladder # mentees, # mentors, # pairs. # people are both.*": lambda at: (
            with_mentor(at)[1],
            len(snapshot_of(run_of(at)).problem.mentors.ids),
            *proposed(at),
            len(
                {*snapshot_of(run_of(at)).problem.mentees.ids}
                & {*snapshot_of(run_of(at)).problem.mentors.ids}
            ),
        ),
        "# pairs? skips? a rung": lambda at: (sum(climb > 1 for climb in climbs(run_of(at))),),
        "# places? (is|are) free": lambda at: places(at)[:1],
    },
    "matching:how": {"Two invented people: # of #": lambda at: (at.numbers[0], HUNDRED)},
    "matching:compare": {".*by the weights of run #.*": lambda at: (run_of(at).number,)},
    "matching:hand": PRICE,
    "matching:swap": PRICE,
    "matching:what_if": {
        "All scores by the saved weights # #": unless_tried(sums),
        "Lowest score # # .*": unless_tried(
            lambda at: tuple(
                int(round(min(pair.score for pair in pairs) / PERCENT, 1))
                for pairs in (pairs_of(run_of(at)), what_if(at)[1])
            )
        ),
        "Back to run #": lambda at: (run_of(at).number,),
        "What if the weights were different\\? .* compared with run #. # lock.*run #": unless_tried(
            lambda at: (run_of(at).number, kept_by_people(at), run_of(at).number)
        ),
        "Mentees whose mentor changes # of # # pairs stay": unless_tried(changes),
        "Matched # # .*": unless_tried(again),
        "Save as run #": lambda at: (MatchRun.objects.filter(cohort=run_of(at).cohort).count() + 1,),
    },
}
