"""How much work the yearly page of the follow-up is on a phone, from the link in the mail to the thanks."""

from datetime import date

from rounds.core.database.scope import scope
from tests.browser.budgets.test_intake import THUMB, Hand


def test_yearly_page_is_answered_from_the_mail_in_ten_taps_and_two_minutes(people_alone, open_window):
    """Over a second: a browser draws the page, as 360 px of a phone show it."""
    page = open_window(width=360, touch=True).new_page()
    wren, text = Hand(page, key=THUMB), _mailed(people_alone)
    wren.words += len(text.split())
    wren.presses, wren.pages = 1, 1
    page.goto("/answer/later/" + text.split("/answer/later/")[1].split()[0])
    wren.read(page.locator("main"))
    groups = page.locator("fieldset:has(input[type=radio])").all()
    for group in groups:
        wren.choose(group.locator("input[type=radio]").first)
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    wren.press("Send")

    print(f"\n{len(groups)} questions, {wren.presses} taps, {wren.seconds:.0f} s")
    assert page.get_by_role("heading", name="Thank you", level=1).is_visible()
    assert len(groups) == 6
    assert not wide
    assert wren.presses <= 10
    assert wren.seconds <= 120


def _mailed(world):
    """Ask Cleo in the fourth year, with four lines of her working life; return the mail as it leaves."""
    from rounds.core.access import system
    from rounds.core.models import OutgoingMail
    from rounds.insights.models import FollowUp
    from rounds.insights.services.outcomes import Fact, record_outcome
    from rounds.people.models import Consent, Person
    from rounds.programs.models import Program
    from rounds.web.mail.following import write_follow_up

    cleo = world.people["cleo"]
    with scope(world.institution.id, world.institution.timezone):
        Person.objects.filter(id=cleo.id).update(
            personal_email="cleo@home.example", personal_confirmed_at="2026-01-01T00:00Z"
        )
        Consent.objects.get_or_create(person=cleo, kind="follow_up", withdrawn_at=None, version="1")
        for month, kind in enumerate(("promotion", "role", "seat", "award"), 1):
            fact = Fact(kind, date(2026, month, 9), details="Quality committee")
            record_outcome(person=cleo, fact=fact, by=system(world.institution.id))
        program = Program.objects.create(name="Leadership Mentorship")
        row = FollowUp.objects.create(person=cleo, program=program, year=4, consent_version="1")
        message = OutgoingMail(
            institution_id=world.institution.id,
            to_address="cleo@home.example",
            to_person_id=cleo.id,
            ids={"follow_up": str(row.id)},
        )
        FollowUp.objects.filter(id=row.id).update(told_by=message.id)
        return write_follow_up(message).text
