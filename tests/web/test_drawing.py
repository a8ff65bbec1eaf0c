"""The pictures that pages draw."""

from rounds.matching.review.selectors.people import Someone
from rounds.matching.review.selectors.tiers import AcrossTiers, Standing, TierCount
from rounds.people.enums import Tier
from rounds.web.drawing.ladder import MOST_PEOPLE, ladder_of


def standing(number, place):
    name = f"Person {number}"
    return Standing(Someone(f"p{number}", name, name), place, True, True, 0, False)


def cohort(*steps):
    """Return a cohort too large for a picture of people, with one pair for each (mentor's, mentee's) place."""
    pairs = [(standing(2 * n, low), standing(2 * n + 1, high)) for n, (high, low) in enumerate(steps)]
    mentees = {mentee.person.id: mentee for mentee, _mentor in pairs}
    mentors = {mentor.person.id: mentor for _mentee, mentor in pairs}
    tiers = [TierCount(tier.value, 0, 0, 0, 0, 0) for tier in list(Tier)[:3]]
    return AcrossTiers(tiers, mentees, mentors, pairs)


def ends_of(band):
    """Return from which height to which a band is drawn."""
    start, end = band.path[1:].split("L")
    return float(start.split()[1]), float(end.split()[1])


def test_bands_of_a_cohort_have_length_and_the_width_of_their_pairs():
    steps = [(1, 0)] * 20 + [(2, 0)] * 10 + [(1, 1)] * MOST_PEOPLE

    bands = ladder_of(cohort(*steps)).bands

    assert sorted(band.count for band in bands) == [10, 20, MOST_PEOPLE]
    for band in bands:
        top, bottom = ends_of(band)
        assert bottom - top > 0
    widths = {band.count: band.width for band in bands}
    assert widths[20] == round(40 * 20 / MOST_PEOPLE, 1)
