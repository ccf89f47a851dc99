from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sprengel.accounts"
    label = "accounts"
