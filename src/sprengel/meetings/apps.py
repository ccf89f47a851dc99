from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "sprengel.meetings"
    label = "meetings"
