"""Every change of a framework: install the first version, copy, edit a draft, publish."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError, OutOfOrder
from rounds.framework.models import (
    Crosswalk,
    Domain,
    Framework,
    FrameworkVersion,
    Indicator,
    MilestoneCode,
    Track,
    VersionPart,
)
from rounds.framework.values import first_version

LONGEST_NAME = 80
LONGEST_KIND = 120
MOST_KINDS = 20

PARTS: tuple[type[VersionPart], ...] = (Domain, Track, Indicator, Crosswalk)


@transaction.atomic
def install_first_version(*, by: Viewer) -> FrameworkVersion:
    """Give the institution in scope the framework that Rounds brings, published; twice changes nothing."""
    framework, created = Framework.objects.get_or_create(
        key="leadership", defaults={"name": _("Leadership competencies")}
    )
    if not created:
        first: FrameworkVersion = framework.versions.get(number=1)
        return first
    version = FrameworkVersion.objects.create(
        framework=framework, number=1, reason=_("The framework that Rounds brings along")
    )
    _fill(version)
    _install_milestone_codes()
    return publish_version(version=version, by=by)


def _fill(version: FrameworkVersion) -> None:
    data = first_version
    Domain.objects.bulk_create(
        Domain(version=version, key=key, position=position, name=name, summary=summary)
        for position, (key, (name, summary)) in enumerate(data.DOMAINS.items())
    )
    Track.objects.bulk_create(
        Track(
            version=version,
            key=key,
            position=position,
            name=name,
            tier_names=dict(zip(data.TIERS, labels, strict=True)),
            evidence=evidence,
        )
        for position, (key, (name, labels, evidence)) in enumerate(data.TRACKS.items())
    )
    Indicator.objects.bulk_create(
        Indicator(
            version=version,
            key=f"{domain}.{tier}",
            position=position,
            domain_key=domain,
            tier=tier,
            text=text,
            is_focus=domain in data.FOCUS[tier],
        )
        for domain, texts in data.INDICATORS.items()
        for position, (tier, text) in enumerate(zip(data.TIERS, texts, strict=True))
    )
    Crosswalk.objects.bulk_create(
        Crosswalk(version=version, key=f"{domain}~{theme}", domain_key=domain, theme=theme)
        for domain, themes in data.CROSSWALKS.items()
        for theme in themes
    )


def _install_milestone_codes() -> None:
    data = first_version
    rows = [
        MilestoneCode(specialty=specialty, version=version, code=code, theme=theme, title=data.THEMES[theme])
        for (specialty, version), codes in data.MILESTONE_CODES.items()
        for code, themes in codes.items()
        for theme in themes
    ] + [
        MilestoneCode(specialty="", version="local", code="LC", theme=theme, title=title, is_local=True)
        for title, themes in data.LOCAL_MILESTONES.items()
        for theme in themes
    ]
    MilestoneCode.objects.bulk_create(rows, ignore_conflicts=True)


@retried
def copy_version(*, version: FrameworkVersion, by: Viewer, reason: str) -> FrameworkVersion:
    """Start a draft as a copy of a version; raises OutOfOrder while another draft is open."""
    open_draft = FrameworkVersion.objects.filter(framework=version.framework, published_at=None).first()
    if open_draft:
        raise OutOfOrder(
            _("Version %(number)s is still a draft. Publish it or delete it before you start another.")
            % {"number": open_draft.number}
        )
    newest = FrameworkVersion.objects.filter(framework=version.framework).order_by("-number").first()
    if newest is None:
        raise RuntimeError("newest is missing")
    draft: FrameworkVersion = FrameworkVersion.objects.create(
        framework=version.framework, number=newest.number + 1, reason=reason.strip()
    )
    for part in PARTS:
        rows = list(part.objects.filter(version=version))
        for row in rows:
            row.id = part._meta.pk.get_default()
            row.version = draft
        part.objects.bulk_create(rows)
    audit.record("framework.copy", by=by, kind="framework_version", object_id=draft.id, source=version.id)
    return draft


@transaction.atomic
def edit_draft(
    *,
    version: FrameworkVersion,
    by: Viewer,
    texts: dict[str, str],
    focus: set[str],
    names: dict[str, str],
    reason: str = "",
) -> int:
    """Write a draft's cells: texts and focus by indicator key, names by domain key. Return how many changed."""
    refuse_published(version)
    changed = 0
    if reason.strip() != version.reason:
        FrameworkVersion.objects.filter(id=version.id, published_at=None).update(reason=reason.strip()[:300])
    for cell in Indicator.objects.filter(version=version, key__in=texts):
        text = texts[cell.key].strip()
        if not text:
            raise DomainError(
                _("The cell %(cell)s is empty. Write what an observer can see.") % {"cell": cell.key},
                field=f"text-{cell.key}",
            )
        if (text, cell.key in focus) != (cell.text, cell.is_focus):
            cell.text, cell.is_focus = text, cell.key in focus
            cell.save(update_fields=["text", "is_focus"])
            changed += 1
    for domain in Domain.objects.filter(version=version, key__in=names):
        name = names[domain.key].strip()
        if not name:
            raise DomainError(
                _("The domain %(domain)s has no name. Enter one.") % {"domain": domain.key},
                field=f"name-{domain.key}",
            )
        if name != domain.name:
            domain.name = name
            domain.save(update_fields=["name"])
            changed += 1
    if changed:
        audit.record("framework.edit", by=by, kind="framework_version", object_id=version.id, cells=changed)
    return changed


@transaction.atomic
def edit_tracks(
    *, version: FrameworkVersion, by: Viewer, tracks: dict[str, dict[str, Any]], crosswalks: set[str]
) -> int:
    """Write a draft's tracks and crosswalks; return how many changed.

    `tracks` holds name, tier_names {tier: label} and evidence {domain: [kind, ...]} by track key; `crosswalks` is the
    whole set of DOMAIN~theme.
    """
    refuse_published(version)
    changed = 0
    for track in Track.objects.filter(version=version, key__in=tracks):
        words = tracks[track.key]
        _check_track(track.key, words)
        new = (words["name"], words["tier_names"], words["evidence"])
        if new != (track.name, track.tier_names, track.evidence):
            track.name, track.tier_names, track.evidence = new
            track.save(update_fields=["name", "tier_names", "evidence"])
            changed += 1
    changed += _edit_crosswalks(version, crosswalks)
    if changed:
        audit.record("framework.edit", by=by, kind="framework_version", object_id=version.id, cells=changed)
    return changed


def _check_track(key: str, words: dict[str, Any]) -> None:
    """Raise DomainError at the first field of a track that is empty or too long."""
    labels = {f"track-{key}": words["name"]} | {
        f"tier-{key}-{tier}": label for tier, label in words["tier_names"].items()
    }
    for field, label in labels.items():
        if not label or len(label) > LONGEST_NAME:
            raise DomainError(
                _("A track and each of its tiers has a name of at most %(count)s characters. Enter one.")
                % {"count": LONGEST_NAME},
                field=field,
            )
    for domain, kinds in words["evidence"].items():
        if len(kinds) > MOST_KINDS or any(len(kind) > LONGEST_KIND for kind in kinds):
            raise DomainError(
                _("At most %(lines)s kinds of evidence, each in a line of at most %(count)s characters.")
                % {"lines": MOST_KINDS, "count": LONGEST_KIND},
                field=f"evidence-{key}-{domain}",
            )


def _edit_crosswalks(version: FrameworkVersion, wanted: set[str]) -> int:
    domains = set(Domain.objects.filter(version=version).values_list("key", flat=True))
    known = {f"{domain}~{theme}" for domain in domains for theme in first_version.THEMES}
    there = set(Crosswalk.objects.filter(version=version).values_list("key", flat=True))
    wanted &= known | there
    Crosswalk.objects.filter(version=version, key__in=there - wanted).delete()
    Crosswalk.objects.bulk_create(
        Crosswalk(version=version, key=key, domain_key=key.partition("~")[0], theme=key.partition("~")[2])
        for key in sorted(wanted - there)
    )
    return len(wanted ^ there)


@transaction.atomic
def publish_version(*, version: FrameworkVersion, by: Viewer) -> FrameworkVersion:
    """Fix a draft for good; raises OutOfOrder if somebody else was first."""
    done = FrameworkVersion.objects.filter(id=version.id, published_at=None).update(
        published_at=now(), published_by=by.name
    )
    if not done:
        refuse_published(FrameworkVersion.objects.get(id=version.id))
    audit.record(
        "framework.publish", by=by, kind="framework_version", object_id=version.id, number=version.number
    )
    version.refresh_from_db()
    return version


@transaction.atomic
def delete_draft(*, version: FrameworkVersion, by: Viewer) -> None:
    """Throw a draft away."""
    refuse_published(version)
    audit.record("framework.delete_draft", by=by, kind="framework_version", object_id=version.id)
    version.delete()


def refuse_published(version: FrameworkVersion) -> None:
    """Raise OutOfOrder for a published version, with what to do instead."""
    if version.is_published:
        raise OutOfOrder(
            _(
                "Version %(number)s was published by %(name)s and cannot change. Copy it to make a new version."
            )
            % {"number": version.number, "name": version.published_by or _("Rounds")}
        )
