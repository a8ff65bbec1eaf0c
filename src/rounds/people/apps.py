from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rounds.people"
    label = "people"

    def ready(self) -> None:
        from rounds.core.access import add_grant_source, add_person_source
        from rounds.core.mail import add_address_source, add_quiet_days, add_reader_source
        from rounds.people.selectors import held_roles, person_of_user
        from rounds.people.selectors.leaves import days_away, readers_among
        from rounds.people.selectors.people import addresses_of

        add_person_source(person_of_user)
        add_grant_source(held_roles)
        add_address_source(addresses_of)
        add_reader_source(readers_among)
        add_quiet_days(days_away)
