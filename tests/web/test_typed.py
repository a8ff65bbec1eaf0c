"""Long forms: what was typed when nobody was signed in anymore is back after sign-in, for its owner and nobody else."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from rounds.core.models import Draft
from rounds.web.typed.filling import fill_in
from tests.architecture.test_forms import all_forms
from tests.browser.conftest import sign_in_client
from tests.browser.test_pages import address_of
from tests.browser.visits import all_visits
from tests.browser.world import make_world
from tests.security.posting import Forms
from tests.standing import standing

TYPED = "Sixteen minutes of words,\nwith <b>marks</b> & a second line"
WORDS = re.compile(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', re.DOTALL)
# what stands outside only shows how a form looks
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)

standing_office = standing(make_world)
pytestmark = pytest.mark.django_db


def texts_of(html):
    """Return the text areas of a page by their names, as a browser would show them."""
    return {name: unescape(text).removeprefix("\n") for name, text in WORDS.findall(html)}


def long_forms(html):
    """Yield each text area of a page: (address of its form, fields with the words typed into it, its name)."""
    html = "".join(FORM.findall(html))
    names = texts_of(html)
    for to, fields in Forms(html).forms:
        for name in fields:
            if name in names:
                yield to, {**fields, name: [TYPED]}, name


def signed_in(user, **options):
    client = Client(raise_request_exception=False, **options)
    sign_in_client(client, user)
    return client


def let_pass(client, seconds):
    """Let somebody be away for so long."""
    session = client.session
    session["seen_at"] -= seconds
    session.save()


# Text areas of a step that no page of the visits has come to, and where they are written and read back.
LATER = {
    "why": "the decision at a gate that was read: tests/rollout/test_gate.py, tests/security/posts.py",
    **dict.fromkeys(
        ("groups", "stop_rules", "scope", "measures", "readers", "comparison"),
        "a pilot's plan before it is locked: tests/rollout/test_deciding.py, tests/security/posts.py",
    ),
}


@pytest.fixture
def world(db, standing_office):
    return standing_office


def test_every_long_form_gives_back_what_was_typed_to_its_owner_alone(world):
    """Opens each page of the visits once, and three times those with a text area."""
    wrong, found = [], set()
    for visit in all_visits():
        user = world.users.get(visit.who)
        if user is None or visit.status != 200:
            continue
        page = address_of(visit, world)
        client = signed_in(user)
        for to, fields, name in long_forms(client.get(page).content.decode()):
            found.add(name)
            let_pass(client, settings.SESSION_IDLE_SECONDS + 60)
            refused = client.post(to or page, fields, headers={"referer": f"http://testserver{page}"})
            sentence = client.get(refused.headers.get("Location", "/")).content.decode()
            sign_in_client(client, user)
            back = client.get(page).content.decode()
            others = [
                signed_in(other).get(page).content.decode() for other in world.users.values() if other != user
            ]
            if (
                "/sign-in/" not in refused.headers.get("Location", "")
                or "What you typed is kept" not in sentence
            ):
                wrong.append(f"{visit}: not led to sign-in with a sentence")
            if texts_of(back).get(name) != TYPED or "was not saved" not in back:
                wrong.append(f"{visit}: {name} is not back")
            if any("Sixteen minutes" in other for other in others):
                wrong.append(f"{visit}: somebody else sees it")
            Draft.everywhere.all().delete()

    assert wrong == []
    assert len(found) >= 8
    areas = {
        name
        for form in all_forms()
        for name, field in form.base_fields.items()
        if type(field.widget).__name__ == "Textarea" and not form.__module__.endswith("components")
    }
    missing = areas - found - LATER.keys()
    assert not missing, f"text areas that no visited page shows: {missing}"


# one form, every way to be refused


@pytest.fixture
def texts(world):
    """Return the page of the mail texts of a program."""
    arguments = {"institution": "st-brigid", "program_id": world.program.id}
    return reverse("programs:texts", kwargs=arguments)


def filled(client, page):
    """Return the page's long form with words typed into it."""
    return next(long_forms(client.get(page).content.decode()))[1]


def is_back(world, page):
    found = signed_in(world.users["alice"]).get(page).content.decode()
    return texts_of(found)["body"] == TYPED


def test_typed_is_back_when_the_session_is_gone_from_browser_and_server(world, texts):
    client = signed_in(world.users["alice"], enforce_csrf_checks=True)
    fields = filled(client, texts)
    del client.cookies[settings.SESSION_COOKIE_NAME]

    refused = client.post(texts, fields)

    assert refused.status_code == 302
    assert refused.headers["Location"].endswith(f"next={texts.replace('/', '%2F')}")
    assert is_back(world, texts)


def test_word_that_nobody_fills_in_is_named_at_its_own_field(world, texts):
    client = signed_in(world.users["alice"])
    typed = {"subject": "Hi {foo}", "body": "Dear {nme} and {Name}, {link}", "go": "save"}

    errors = client.post(texts, typed).context["form"].errors

    assert "fill in {foo}." in errors["subject"][0]
    assert "fill in {Name} and {nme}." in errors["body"][0]


def test_typed_is_back_when_somebody_signed_in_again_in_another_window(world, texts):
    client = signed_in(world.users["alice"], enforce_csrf_checks=True)
    fields = filled(client, texts)
    sign_in_client(client, world.users["alice"])
    client.cookies[settings.CSRF_COOKIE_NAME] = "n" * 32

    answer = client.post(texts, fields)

    assert (answer.status_code, answer.headers["Location"]) == (302, texts)
    assert is_back(world, texts)


def test_typed_goes_to_its_owner_when_another_person_signed_in_in_that_browser(world, texts):
    client = signed_in(world.users["alice"], enforce_csrf_checks=True)
    fields = filled(client, texts)
    sign_in_client(client, world.users["cleo"])
    client.cookies[settings.CSRF_COOKIE_NAME] = "n" * 32

    client.post(texts, fields)

    assert b"Sixteen minutes" not in client.get(texts).content
    assert is_back(world, texts)


def test_typed_is_back_when_a_proof_is_asked_first(world, texts, settings):
    fields = filled(signed_in(world.users["alice"]), texts)
    client = Client()
    client.force_login(world.users["alice"])
    settings.SECOND_FACTOR_REQUIRED = True

    refused = client.post(texts, fields)

    assert "/accounts/" in refused.headers["Location"]
    settings.SECOND_FACTOR_REQUIRED = False
    assert is_back(world, texts)


def test_typed_is_kept_while_one_types_and_forgotten_once_it_is_saved(world, texts):
    client = signed_in(world.users["alice"])
    fields = filled(client, texts)

    kept = client.post(reverse("typed:keep", args=["st-brigid"]), fields)

    assert re.fullmatch(r"Kept at \d+:\d\d [AP]M; not saved yet\.", kept.json()["words"])
    assert TYPED not in Draft.everywhere.get().sealed
    assert is_back(world, texts)
    assert "was not saved" not in client.get(f"{texts}?typed=no").content.decode()
    client.post(texts, {**fields, "subject": "Hello {name}", "body": "Short {link}", "go": "save"})
    assert not Draft.everywhere.exists()


def test_typed_in_two_windows_is_overwritten_by_neither(world, texts):
    client = signed_in(world.users["alice"])
    fields = filled(client, texts)
    keep = reverse("typed:keep", args=["st-brigid"])
    client.post(keep, fields)

    second = client.post(keep, {**fields, "body": "Other words"})

    assert (second.status_code, "another window" in second.json()["words"]) == (409, True)
    assert is_back(world, texts)


def test_typed_of_one_person_is_kept_by_no_other(world, texts):
    fields = filled(signed_in(world.users["alice"]), texts)

    answer = signed_in(world.users["cleo"]).post(reverse("typed:keep", args=["st-brigid"]), fields)

    assert (answer.status_code, Draft.everywhere.exists()) == (409, False)


@pytest.mark.parametrize("mark", ["", "x", "a:b:c"])
def test_without_a_mark_of_ours_nothing_is_kept(world, texts, mark):
    fields = {**filled(signed_in(world.users["alice"]), texts), "typed_by": mark}

    refused = Client().post(texts, fields)

    assert (refused.status_code, Draft.everywhere.exists()) == (302, False)


FIELDS = """<p>&amp; <svg viewBox="0 0 1 1"><use href="#x"></use></svg></p><input type="hidden" name="h" value="1">
<textarea name="t">
old &lt;b&gt;</textarea><input name="w" value="old"><input type="checkbox" name="c" value="1" checked>
<input type="checkbox" name="c" value="2"><select name="s"><option value="a" selected>A</option>
<option value="b">B</option></select><input type="password" name="p"><!-- note -->"""


def test_fields_are_filled_and_all_else_stays():
    typed = {"t": ["</textarea><i>"], "w": ['"new"'], "c": ["2"], "s": ["b"], "h": ["9"], "p": ["secret"]}

    filled_in = fill_in(FIELDS, typed)

    assert texts_of(filled_in) == {"t": "</textarea><i>"}
    assert '<input name="w" value="&quot;new&quot;">' in filled_in
    assert '<input type="checkbox" name="c" value="1">' in filled_in
    assert '<input type="checkbox" name="c" value="2" checked>' in filled_in
    assert '<option value="a">' in filled_in
    assert '<option value="b" selected>' in filled_in
    assert 'name="h" value="1"' in filled_in
    assert "secret" not in filled_in
    assert fill_in(FIELDS, {"c": ["1"], "s": ["a"]}) == FIELDS


# how long a text may be


PARTICIPANTS = {"calendar", "growth", "intake", "pairs", "records", "reminders", "releases"}
LONG = "x" * 19 + "\n"


def test_fold_in_which_something_was_typed_stands_open_and_others_do_not():
    drawn = (
        '<details><summary>A</summary><details class="x"><textarea name="line"></textarea></details></details>'
        '<details><input type="text" name="due" value="1"></details>'
        '<details><input type="checkbox" name="on" value="y"><input type="radio" name="of" value="z" checked></details>'
    )
    back = {"line": ["said"], "due": ["1"], "on": [], "of": ["z"]}

    assert fill_in(drawn, back).count("<details open") == 2
    assert "<details open" not in fill_in(drawn, {**back, "line": [""]})
    assert fill_in(drawn, {**back, "due": ["2"], "on": ["y"]}).count("<details open") == 4


def test_text_that_is_too_long_is_refused_in_a_sentence_and_stands_there_whole(world):
    """Sends 20,000 characters in each text area of mentees and mentors: nothing is cut, by the browser or by the server."""
    wrong, tried = [], set()
    for visit in all_visits():
        user = world.users.get(visit.who)
        if user is None or visit.status != 200 or visit.page.split(":")[0] not in PARTICIPANTS:
            continue
        page, client = address_of(visit, world), signed_in(user)
        for to, fields, name in long_forms(client.get(page).content.decode()):
            if (visit.page, name) in tried:
                continue
            tried.add((visit.page, name))
            answer = client.post(to or page, {**fields, name: LONG * 1000 + "the end"})
            html = answer.content.decode()
            kept = any(text.endswith("the end") for text in texts_of(html).values())
            if answer.status_code not in (200, 400, 409) or not (kept and "field-error" in html):
                wrong.append(f"{visit}: {name}: {answer.status_code} {kept}")

    assert wrong == []
    assert len(tried) >= 8


def test_no_field_of_a_form_is_cut_by_the_browser(world):
    """Looks for the attribute by which browsers cut what is pasted; boxes of search alone may have it."""
    cut = set()
    for visit in all_visits():
        user = world.users.get(visit.who)
        if user is None or visit.status != 200 or visit.page.split(":")[0] not in PARTICIPANTS:
            continue
        html = signed_in(user).get(address_of(visit, world)).content.decode()
        found = re.findall(r"<(?:textarea|input)[^>]*maxlength[^>]*>", html)
        cut |= {(visit.page, tag) for tag in found if 'name="find"' not in tag and 'type="search"' not in tag}

    assert cut == set()
