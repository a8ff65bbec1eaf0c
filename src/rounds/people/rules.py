"""Who may see and change people's records."""

from rounds.core.access import holds
from rounds.core.enums import Role

can_see_people = holds(Role.COORDINATOR, Role.DIRECTOR, Role.GME_OFFICER)
can_change_people = holds(Role.COORDINATOR, Role.DIRECTOR)
# Departments, sites, training programs.
can_change_structure = can_see_people
