"""The checks themselves: each planted fault is found."""

from __future__ import annotations

import pytest

from tests.browser.checks import check_page, visit_page

FAULTS = {
    "color-contrast": '<p style="color: #ccc; background: #fff">pale</p>',
    "label": "<input type=text>",
    "target-size": '<button style="width: 10px; height: 10px">a</button><button style="width: 10px; height: 10px">b</button>',
    "scrolls sideways": '<div style="width: 3000px">wide</div>',
    "filled buttons": '<button class="button-primary">A</button><button class="button-primary">B</button>',
}


@pytest.mark.parametrize("fault", FAULTS)
def test_check_page_finds_fault(open_window, fault):
    page = open_window().new_page()
    page.set_content(
        f'<html lang="en"><title>A page</title><body><main><h1>Page</h1>{FAULTS[fault]}</main></body></html>'
    )

    problems = check_page(page)

    assert any(fault in problem for problem in problems), problems


PHONE_FAULTS = {
    "44 wanted": '<table><tbody><tr><td><a href="#a">Open</a></td></tr></tbody></table>',
    "px high in a row": '<main><p><a class="alone" href="#a">Home</a></p></main>',
    "a control": '<main><button style="height: 30px">Save</button></main>',
    "breaks into rows": '<div class="words"><p>1</p><p>2</p></div>',
}


@pytest.mark.parametrize("fault", PHONE_FAULTS)
def test_check_page_finds_what_fingers_miss(open_window, fault):
    page = open_window(width=320).new_page()
    page.set_content(
        f'<html lang="en"><title>A</title><body><main><h1>Page</h1>{PHONE_FAULTS[fault]}</main></body></html>'
    )

    problems = check_page(page)

    assert any(fault in problem for problem in problems), problems


def test_visit_page_finds_budget_broken(open_window, monkeypatch):
    monkeypatch.setattr("tests.browser.checks.BUDGETS", {"staff": (1, 1, 1, 0.05)})

    page, problems = visit_page(open_window(), "/components/")

    assert {"KiB in all", "KiB of JavaScript", "requests"} <= {
        problem.split(" ", 1)[1].split(",")[0] for problem in problems
    }
    page.close()
