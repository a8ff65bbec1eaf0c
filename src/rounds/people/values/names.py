"""How a name is put together from its parts, wherever its parts were read."""


def full_name_of(given: str, family: str) -> str:
    """Return a name as it is said."""
    return f"{given} {family}".strip()


def display_name_of(title: str, given: str, family: str) -> str:
    """Return a name with its title."""
    return f"{title} {full_name_of(given, family)}".strip()
