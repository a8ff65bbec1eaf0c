"""The menu of a phone: the longest words are whole and stand inside the window."""

import pytest
from django.urls import reverse

# of each link: whether its longest word is drawn wider than its column, and whether it leaves the window
BROKEN = """() => [...document.querySelectorAll('.phone-areas a, .phone-nav > .menu > summary, .phone-nav summary')]
    .filter((one) => one.getBoundingClientRect().width)
    .filter((one) => {
        const range = document.createRange();
        const cut = [...one.childNodes].some((node) => {
            if (node.nodeType !== 3) return false;
            return [...node.textContent.matchAll(/\\S+/g)].some((word) => {
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                return range.getClientRects().length > 1;
            });
        });
        return cut || one.getBoundingClientRect().right > innerWidth + 0.5 || one.scrollWidth > one.clientWidth + 1;
    }).map((one) => one.textContent.trim())"""


# Who mentors and also directs a training program has these; no word of another area is longer.
LONGEST = ["Home", "Feedback", "Mentors", "Released to me", "Trainees' pairs"]
FILL = """(words) => {
    const areas = document.querySelector('.phone-areas');
    const pattern = [...areas.children].find((one) => one.querySelector(':scope > a'));
    const more = [...areas.children].filter((one) => !one.querySelector(':scope > a'));
    areas.replaceChildren(...words.map((word) => {
        const item = pattern.cloneNode(true);
        [...item.firstElementChild.childNodes].filter((one) => one.nodeType === 3).forEach((one) => one.remove());
        item.querySelectorAll('a > :not(svg)').forEach((one) => one.remove());
        item.querySelector('a').append(word);
        return item;
    }), ...more);
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_words_of_a_phones_menu_are_whole(open_window, people_alone, width):
    world = people_alone
    page = open_window(width=width, user=world.users["alice"]).new_page()
    page.goto(reverse("home", args=[world.institution.slug]))
    page.evaluate(FILL, LONGEST)

    assert page.locator(".phone-areas a").count() >= len(LONGEST)
    assert page.evaluate(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
