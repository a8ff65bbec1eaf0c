from django.urls import path

from rounds.web.account.changes import views as access

app_name = "access"
urlpatterns = [
    path("access/", access.list_changes, name="list"),
    path("access/role/", access.ask_role, name="ask_role"),
    path("access/address/", access.ask_address, name="ask_address"),
    path("access/invite/", access.invite_all, name="invite_all"),
    path("access/invite/<uuid:person_id>/", access.invite, name="invite"),
    path("access/<uuid:change_id>/", access.decide, name="detail"),
]
