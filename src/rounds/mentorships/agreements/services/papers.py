"""The document of an agreement that both signed: written once, kept as bytes, sealed."""

import base64
import hashlib
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from rounds.core.clock import institution_day
from rounds.core.models import Institution
from rounds.documents import render_pdf
from rounds.mentorships.agreements.selectors import terms_of
from rounds.mentorships.agreements.values.paper import paper_of
from rounds.mentorships.models import AgreementPaper, AgreementVersion

AT_ONCE = 25


def keep_paper(*, version_id: UUID) -> AgreementPaper | None:
    """Write and keep the document of a version, unless one is kept already; None while one signature lacks."""
    version = (
        AgreementVersion.objects.select_related("mentorship__cycle__program")
        .prefetch_related("signatures__person")
        .get(id=version_id)
    )
    kept: AgreementPaper | None = AgreementPaper.objects.filter(version=version).first()
    signatures = sorted(version.signatures.all(), key=lambda one: one.signed_at)
    if kept is not None or len(signatures) < 2:
        return kept
    document = paper_of(
        terms_of(version),
        program=version.mentorship.cycle.program.name,
        institution=Institution.objects.get(id=version.institution_id).name,
        signed=[(one.person.display_name, institution_day(one.signed_at)) for one in signatures],
        digest=version.digest,
    )
    pdf = render_pdf(document)
    paper = AgreementPaper(version=version, digest=hashlib.sha256(pdf).hexdigest())
    paper.seal_value({"pdf": base64.b64encode(pdf).decode()})
    with transaction.atomic():
        # whoever wrote it meanwhile wrote the same
        AgreementPaper.objects.bulk_create([paper], ignore_conflicts=True)
    return paper


def keep_missing_papers() -> int:
    """Write some documents that lack, of agreements that were signed before they came here; return how many."""
    signed = AgreementVersion.objects.annotate(signed=Count("signatures")).filter(signed=2, paper=None)
    missing = list(signed.order_by("proposed_at").values_list("id", flat=True)[:AT_ONCE])
    for version_id in missing:
        keep_paper(version_id=version_id)
    return len(missing)
