"""A learning platform, as its administrator describes it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Platform:
    """Who signs launches, for which client, where the login begins, where tokens and keys are."""

    issuer: str
    client_id: str
    deployments: tuple[str, ...]
    login_url: str
    token_url: str
    keys_url: str
    # lis.person_sourcedid is our employee number: said by whoever runs the platform.
    trusts_numbers: bool = False

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """Return what a connection's settings describe."""
        return cls(**{**settings, "deployments": tuple(settings["deployments"])})

    def as_settings(self) -> dict[str, Any]:
        """Return what a connection keeps."""
        return {**asdict(self), "deployments": list(self.deployments)}
