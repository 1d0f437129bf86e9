"""What all tests share."""

from hypothesis import HealthCheck, settings

# A limit of time in a test is a guard against hanging, not a measure of the machine.
settings.register_profile("analysis", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("analysis")
