"""How much work a survey is on a phone, from the link in the mail to the thanks; the model is that of `test_intake`."""

from urllib.parse import urlsplit
from uuid import uuid4

from rounds.core.database.scope import scope
from tests.browser.budgets.test_intake import THUMB, Hand
from tests.browser.checks import Traffic
from tests.worlds.year_surveys import _wave

# from the link to the thanks, on a phone that has never been here
MOST_KIB = 120


class OnceEach(Traffic):
    """What comes over the line where a browser keeps style sheets and letters once they came."""

    def _response(self, response):
        kept = self.__dict__.setdefault("kept", set())
        if "/static/" in response.url and response.url in kept:
            return
        kept.add(response.url)
        super()._response(response)


def test_surveys_are_answered_from_the_mail_in_few_taps_and_three_minutes(people_alone, open_window):
    """Over a second: a browser draws each page of two surveys, as 360 px of a phone show it."""
    window = open_window(width=360, touch=True)
    page = window.new_page()
    for key, most_taps, questions in (("pulse", 11, 7), ("midpoint", 16, 12)):
        wren, text = Hand(page, key=THUMB), _mailed(people_alone, key)
        traffic = OnceEach(urlsplit(window._impl_obj._options["baseURL"]).netloc)
        with traffic.watching(page):
            answered = _answered(wren, text)

        kib = traffic.bytes / 1024
        print(
            f"\n{key}: {wren.presses} taps, {wren.seconds:.0f} s, {kib:.0f} KiB from the link to the thanks"
        )
        assert page.get_by_role("heading", name="Thank you", level=1).is_visible()
        assert answered == questions
        assert wren.presses <= most_taps
        assert wren.seconds <= 180
        assert kib <= MOST_KIB


def _answered(wren, text):
    """Read the mail and every page, tap its link and an answer to each question, send; return how many that was."""
    wren.words += len(text.split())
    wren.presses, wren.pages = 1, 1
    wren.page.goto("/s/" + text.split("/s/")[1].split()[0])
    answered, is_last = 0, False
    while not is_last:
        wren.read(wren.page.locator("main"))
        for group in wren.page.locator("fieldset:has(input[type=radio])").all():
            one = group.locator("input[type=radio]").nth(2)
            for is_on in (True, False):  # a slip is taken off by a second press
                one.locator("xpath=ancestor::label | self::*").first.click()
                assert one.is_checked() is is_on
            wren.choose(one)
            answered += 1
        is_last = not wren.page.get_by_role("button", name="Go on", exact=True).count()
        wren.press("Send my answers" if is_last else "Go on")
    return answered


def _mailed(world, key):
    """Ask Cleo about her mentor and return the mail as it leaves."""
    from rounds.core.access import system
    from rounds.core.clock import institution_today
    from rounds.core.models import OutgoingMail
    from rounds.surveys.instruments.selectors import current_version
    from rounds.surveys.instruments.services import install_instruments
    from rounds.surveys.models import Request
    from rounds.web.mail.surveys import _written

    with scope(world.institution.id, world.institution.timezone):
        install_instruments(by=system(world.institution.id))
        request = Request.objects.create(
            wave=_wave(current_version(key), uuid4(), state="sent"),
            person=world.people["cleo"],
            subject=world.people["bob"],
            state="asked",
            asked_on=institution_today(),
        )
        return _written(OutgoingMail(institution_id=world.institution.id), [request]).text
