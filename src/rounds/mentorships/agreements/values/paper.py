"""What the document of a signed agreement says."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.documents import Document, Facts, Heading, Paragraph, Small, Table
from rounds.mentorships.agreements.values.terms import Terms, differences


def paper_of(
    terms: Terms, *, program: str, institution: str, signed: Sequence[tuple[str, date]], digest: str
) -> Document:
    """Return the document: every term, who signed when, what none of it is for."""
    names = _(" and ").join(name for name, _day in signed)
    return Document(
        title=_("Mentorship agreement"),
        subtitle=names,
        author=institution,
        made_on=max(day for _name, day in signed),
        blocks=(
            Paragraph(
                _("%(names)s agree on this, as part of %(program)s.") % {"names": names, "program": program}
            ),
            Heading(_("What we agree on")),
            Facts(tuple((one.label, one.after) for one in differences(None, terms))),
            Heading(_("What it is not for")),
            Paragraph(
                _(
                    "Nothing of this mentorship serves evaluation, renewal or discipline. The program office sees that"
                    " both have signed, never what. Confidence has limits: a mentor may have to report danger, harassment,"
                    " impairment or a safety event."
                )
            ),
            Heading(_("Signed")),
            Table(
                (_("Who"), _("When")),
                tuple((name, date_format(day, "j F Y")) for name, day in signed),
            ),
            Small(
                _("Signed here after sign-in, each to the text with this digest (SHA-256): %(digest)s")
                % {"digest": digest}
            ),
        ),
    )
