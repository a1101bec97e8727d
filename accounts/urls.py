from django.urls import path

from accounts import views

app_name = "accounts"

# /account/
urlpatterns = [path("", views.account, name="account")]
