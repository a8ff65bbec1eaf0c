"""Two people at one browser of a ward: what one has open in a tab never becomes the other's, whatever is pressed in it."""

import re

import pytest
from django.core import mail

from rounds.core.database.scope import scope
from rounds.core.models import User
from rounds.integrations.lti.services.joining import join
from rounds.integrations.lti.values.launches import CLAIM, DEEP
from rounds.integrations.models import LinkedIdentity
from rounds.surveys.answering.selectors import answers_of
from rounds.surveys.answering.services import make_link
from rounds.surveys.models import Request
from tests.integrations.lti.test_launching import learn, office_there, opened_by  # noqa: F401  (fixtures)


def sent_from(page, **typed):
    """Return what a form of a page that stands open in a tab sends."""
    forms = [one.split("</form>")[0] for one in page.text.split("<form")[1:]]
    (form,) = [one for one in forms if 'name="opened"' in one]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: value for name, value in hidden if name != "csrfmiddlewaretoken"} | typed


@pytest.fixture
def two(learn):  # noqa: F811
    """Join both who are asked, each as a subject of their own."""
    for subject, asked in zip(("subject-1", "subject-2"), learn.requests, strict=True):
        join(connection=learn.connection, subject=subject, person=asked.person, by_number=False)
    return learn


def as_subject(learn, subject):  # noqa: F811
    learn.claims |= {"sub": subject, CLAIM + "lis": {}}
    return opened_by(learn)


def is_untouched(request):
    return Request.objects.get(id=request.id).state != "answered" and not answers_of(request)


def test_answers_in_a_tab_of_one_are_not_kept_for_the_other(two):
    firsts = as_subject(two, "subject-1")
    name = re.search(r'type="radio" name="([^"]+)" value="([^"]+)"', firsts.text)
    as_subject(two, "subject-2")

    pressed = two.client.post("/answer/1/", sent_from(firsts, go="next", **{name[1]: name[2]}))

    assert pressed.status_code == 409
    assert "somebody else" in pressed.text
    assert all(is_untouched(one) for one in two.requests)


def test_ones_own_tab_goes_on(two):
    as_subject(two, "subject-1")
    page = as_subject(two, "subject-2")
    name = re.search(r'type="radio" name="([^"]+)" value="([^"]+)"', page.text)

    pressed = two.client.post("/answer/1/", sent_from(page, go="next", **{name[1]: name[2]}))

    assert pressed.status_code == 302
    assert [is_untouched(one) for one in two.requests] == [True, False]


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_links_of_two_mails_do_not_mix_either(two, in_hospital, is_signed_in):
    if is_signed_in:
        two.client.force_login(User.objects.create_user("third@st-brigid.example"))
    with scope(in_hospital.id):
        links = [make_link(one) for one in two.requests]
    first, _second = (two.client.get(f"/s/{link}/", follow=True) for link in links)

    pressed = two.client.post("/answer/1/", sent_from(first, go="next"))
    refused = two.client.post("/answer/no/", sent_from(first))

    assert (pressed.status_code, refused.status_code) == (409, 409)
    assert all(is_untouched(one) for one in two.requests)


@pytest.mark.parametrize("is_signed_in", [False, True])
@pytest.mark.parametrize("step", ["address", "code"])
def test_nobody_is_joined_as_another_by_a_tab_that_was_left_open(learn, is_signed_in, step):  # noqa: F811
    if is_signed_in:
        learn.client.force_login(User.objects.create_user("third@st-brigid.example"))
    address = learn.requests[0].person.email
    page = as_subject(learn, "subject-1")
    if step == "code":
        page = learn.client.post("/lti/join/", sent_from(page, email=address), follow=True)
    as_subject(learn, "subject-2")

    if step == "address":
        assert learn.client.post("/lti/join/", sent_from(page, email=address)).status_code == 409
        assert not mail.outbox
    else:
        code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
        assert learn.client.post("/lti/join/code/", sent_from(page, code=code)).status_code == 409
        # nor by whoever types that code into the page of today
        learn.client.post("/lti/join/code/", {"code": code})
    assert not LinkedIdentity.objects.exists()


def test_who_comes_again_meanwhile_still_joins_with_the_mailed_code(learn):  # noqa: F811
    page = as_subject(learn, "subject-1")
    page = learn.client.post("/lti/join/", sent_from(page, email=learn.requests[0].person.email), follow=True)
    as_subject(learn, "subject-1")

    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    learn.client.post("/lti/join/code/", sent_from(page, code=code))

    assert LinkedIdentity.objects.get().person_id == learn.requests[0].person_id


def test_choice_for_one_course_is_not_placed_in_another(office_there):  # noqa: F811
    first = opened_by(office_there)
    place = first.redirect_chain[-1][0]
    office_there.claims[DEEP + "deep_linking_settings"] |= {"data": "of another course"}
    second = opened_by(office_there)

    refused = office_there.client.post(place, sent_from(first, wave="tasks"))
    placed = office_there.client.post(place, sent_from(second, wave="tasks"))

    assert (refused.status_code, placed.status_code) == (409, 200)
    assert 'name="JWT"' in placed.text
