from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rounds.accounts"
    label = "accounts"

    def ready(self) -> None:
        from rounds.accounts.models import Invitation, PendingChange
        from rounds.accounts.services.access_changes import lock_role_requests
        from rounds.accounts.services.logins import take_back_letters
        from rounds.accounts.services.merging import merge_accounts
        from rounds.core.mail import add_stop_step
        from rounds.people.services.merge_steps import add_merge_step
        from rounds.people.services.role_requests import add_role_requests

        add_merge_step(merge_accounts, counts=(Invitation, PendingChange))
        add_stop_step(take_back_letters)
        add_role_requests(lock_role_requests)
