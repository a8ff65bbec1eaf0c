"""Which addresses we lead people to after sign-in."""

import re

# A path of ours: one slash, then nothing that a browser could read as another host or a script.
OWN_ADDRESS = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*", re.ASCII | re.DOTALL)


def is_own_address(url: str | None) -> bool:
    """Tell whether an address stays on this site: a path, never a scheme or a host."""
    return bool(url) and len(url or "") <= 2000 and OWN_ADDRESS.fullmatch(url or "") is not None
