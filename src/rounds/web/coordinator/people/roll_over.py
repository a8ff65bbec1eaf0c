"""July: plan, look through, commit, undo."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.edits import marks_sent, merge
from rounds.core.errors import DomainError
from rounds.core.fields import from_a_year_ago
from rounds.core.reading import read_id
from rounds.people import services
from rounds.people.enums import RollOverStep
from rounds.people.forms import RollOverForm
from rounds.people.models import RollOver, RollOverItem
from rounds.people.rules import can_change_people
from rounds.people.selectors import (
    counts_of_steps,
    items_of,
    list_roll_overs,
    roll_over_for,
)
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.toasts import add_toast

PAGE = 100


def next_july(day: date) -> date:
    """Return the first of July to come."""
    return date(day.year + (day > date(day.year, 7, 31)), 7, 1)


@require_http_methods(["GET", "POST"])
@allow(can_change_people)
def list_page(request: Request) -> HttpResponse:
    """Show earlier roll-overs and plan one."""
    today = request.viewer.today()
    form = RollOverForm(request.POST or None, initial={"on": next_july(today)})
    from_a_year_ago(form.fields["on"], today)
    if request.method == "POST" and form.is_valid():
        roll_over = services.plan_roll_over(on=form.cleaned_data["on"], by=request.viewer)
        return redirect(address(request, "people:roll_over", roll_over_id=roll_over.id))
    return render(
        request, "coordinator/people/roll_over/list.html", {"form": form, "roll_overs": list_roll_overs()}
    )


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=roll_over_for)
def detail(request: Request, roll_over: RollOver) -> HttpResponse:
    """Show who does what on the day, exceptions first; save changed steps."""
    show = request.GET.get("show", "")
    if request.method == "POST":
        steps, theirs = _chosen(request, roll_over)
        if theirs:
            shown = marks_sent(request.POST, {f"step-{item.id}": item.step for item in theirs})
            return _page(request, roll_over, show, problem=_asked(theirs), chosen=steps, shown=shown)
        try:
            changed = services.choose_for_roll_over(roll_over=roll_over, steps=steps, by=request.viewer)
            add_toast(request, _("%(count)s steps changed.") % {"count": changed})
            return redirect(request.get_full_path())
        except DomainError as error:
            return _page(request, roll_over, show, problem=error.message, chosen=steps)
    return _page(request, roll_over, show)


def _chosen(request: Request, roll_over: RollOver) -> tuple[dict[UUID, str], list[RollOverItem]]:
    """Return the steps to write, and the people whose step two have changed."""
    typed = {
        name: str(value)
        for name, value in request.POST.items()
        if name.startswith("step-") and read_id(name.removeprefix("step-"))
    }
    ids = {name: UUID(name.removeprefix("step-")) for name in typed}
    found = roll_over.items.filter(id__in=list(ids.values())).select_related("person")
    items = {item.id: item for item in found}
    now = {name: items[key].step for name, key in ids.items() if key in items}
    merged = merge(request.POST, {name: typed[name] for name in now}, now)
    chosen = {ids[name]: step for name, step in merged.values.items()}
    return chosen, [items[ids[name]] for name in merged.theirs]


def _asked(theirs: Iterable[RollOverItem]) -> str:
    """Return a sentence for each person whose step somebody else has changed too."""
    words = _(
        "%(name)s: somebody else has chosen “%(step)s” meanwhile. Save again to put yours in its place."
    )
    return " ".join(
        words % {"name": item.person.full_name, "step": item.get_step_display()} for item in theirs
    )


def _page(
    request: Request,
    roll_over: RollOver,
    show: str,
    *,
    problem: str = "",
    chosen: dict[UUID, str] | None = None,
    shown: dict[str, str] | None = None,
) -> HttpResponse:
    items = items_of(roll_over, only_exceptions=show != "all")
    page = Paginator(items, PAGE).get_page(request.GET.get("page"))
    rows: list[RollOverItem] = list(page)
    for item in rows:
        item.step = (chosen or {}).get(item.id, item.step)
    context = {
        "roll_over": roll_over,
        "page": page,
        "rows": rows,
        "counts": counts_of_steps(roll_over),
        "steps": RollOverStep,
        "show": show,
        "problem": problem,
        "shown": shown,
    }
    return render(request, "coordinator/people/roll_over/detail.html", context)


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=roll_over_for)
def commit(request: Request, roll_over: RollOver) -> HttpResponse:
    """Name the consequences, then do every step at once."""
    if request.method == "POST":
        counts = services.commit_roll_over(roll_over=roll_over, by=request.viewer)
        skipped = counts.pop("skipped")
        text = _("%(count)s people moved.") % {"count": sum(counts.values())}
        if skipped:
            text += " " + _("%(count)s were left alone, because their stage has changed since the plan.") % {
                "count": skipped
            }
        undo = address(request, "people:undo_roll_over", roll_over_id=roll_over.id)
        add_toast(request, text, undo=undo)
        return redirect(address(request, "people:roll_over", roll_over_id=roll_over.id))
    context = {"roll_over": roll_over, "counts": counts_of_steps(roll_over)}
    return render(request, "coordinator/people/roll_over/commit.html", context)


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=roll_over_for)
def discard(request: Request, roll_over: RollOver) -> HttpResponse:
    """Throw an open plan away; asks first."""
    if request.method == "GET":
        people = roll_over.items.count()
        return ask_first(
            request,
            title=_("Discard this plan?"),
            words=[
                ngettext(
                    "What was decided for %(count)s person in it is gone. Nobody's stage changes.",
                    "What was decided for %(count)s people in it is gone. Nobody's stage changes.",
                    people,
                )
                % {"count": people}
            ],
            verb=_("Discard the plan"),
            back=address(request, "people:roll_over", roll_over_id=roll_over.id),
        )
    services.discard_roll_over(roll_over=roll_over, by=request.viewer)
    add_toast(request, _("The plan is discarded. Nothing has changed."))
    return redirect(address(request, "people:roll_overs"))


@require_POST
@allow(can_change_people, load=roll_over_for)
def undo(request: Request, roll_over: RollOver) -> HttpResponse:
    """Take a committed roll-over back."""
    counts = services.undo_roll_over(roll_over=roll_over, by=request.viewer)
    text = _("%(count)s stages are as before.") % {"count": counts["back"]}
    if counts["kept"]:
        text += " " + _("%(count)s were changed since and stay.") % {"count": counts["kept"]}
    add_toast(request, text)
    return redirect(address(request, "people:roll_over", roll_over_id=roll_over.id))
