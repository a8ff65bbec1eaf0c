"""Check digits of NPI and ORCID."""

import re

NPI_PREFIX = "80840"


def is_npi(text: str) -> bool:
    """Tell whether ten digits are a National Provider Identifier: Luhn over "80840" and the number."""
    if not re.fullmatch(r"\d{10}", text):
        return False
    total = 0
    for position, digit in enumerate(reversed(NPI_PREFIX + text)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def clean_orcid(text: str) -> str | None:
    """Return an ORCID as 0000-0002-1825-0097, or None if its ISO 7064 MOD 11-2 check digit is wrong."""
    compact = re.sub(r"^https?://orcid\.org/|[\s-]", "", text.strip(), flags=re.I).upper()
    if not re.fullmatch(r"\d{15}[\dX]", compact):
        return None
    total = 0
    for digit in compact[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if compact[15] != ("X" if check == 10 else str(check)):
        return None
    return "-".join(compact[start : start + 4] for start in range(0, 16, 4))
