"""Pure decisions. How busy the machine is decides over no property."""

from hypothesis import settings

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
