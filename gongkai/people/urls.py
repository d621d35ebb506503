"""Addresses under desk/."""

from django.urls import path

from gongkai.people import views

app_name = "people"
urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("login/claim/", views.claim, name="claim"),
    path("login/rebind/", views.rebind, name="rebind"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("people/", views.overview, name="overview"),
    path("people/password/", views.Password.as_view(), name="password"),
    path("people/recovery/", views.recovery, name="recovery"),
    path("people/departments/add/", views.add_department, name="add_department"),
    path("people/posts/add/", views.add_post, name="add_post"),
    path("people/users/", views.users, name="users"),
    path("people/users/add/", views.add_user, name="add_user"),
    path("people/users/<int:pk>/", views.user, name="user"),
    path("people/users/<int:pk>/holdings/add/", views.propose_holding, name="propose_holding"),
    path("people/users/<int:pk>/email/", views.email, name="email"),
    path("people/users/<int:pk>/disable/", views.disable, name="disable"),
    path("people/users/<int:pk>/reset/", views.propose_reset, name="propose_reset"),
    path("people/holdings/<int:pk>/confirm/", views.confirm_holding, name="confirm_holding"),
    path("people/holdings/<int:pk>/end/", views.end_holding, name="end_holding"),
    path("people/holdings/<int:pk>/transfer/", views.transfer, name="transfer"),
    path("people/delegations/add/", views.delegate, name="delegate"),
    path("people/delegations/<int:pk>/end/", views.end_delegation, name="end_delegation"),
    path("people/confirmations/", views.confirmations, name="confirmations"),
    path("people/resets/<int:pk>/confirm/", views.confirm_reset, name="confirm_reset"),
    path("people/resets/<int:pk>/withdraw/", views.withdraw_reset, name="withdraw_reset"),
]
