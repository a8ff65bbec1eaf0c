"""Which answers speak of a mentor: of these one score a mentor is told, and how mentors differ."""

from collections.abc import Mapping
from types import MappingProxyType

# by instrument: the score that says how useful the time with the mentor was
OF_MENTORS: Mapping[str, str] = MappingProxyType({"pulse": "satisfaction"})
YEARS = 3
