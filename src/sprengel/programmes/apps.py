from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "sprengel.programmes"
    label = "programmes"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.programmes import rules

        assert rules  # names the permissions

        from sprengel.programmes.enrolment.sections import register as register_enrolment

        register_enrolment()

        from sprengel.programmes.distributions.saved import register as register_distributions
        from sprengel.programmes.forecasts.saved import register as register_forecasts
        from sprengel.programmes.staff.saved import register as register_staff

        register_distributions()
        register_forecasts()
        register_staff()
