"""What several tests of the briefs make."""

from analysis.briefs.parameters import CountryBrief


def make_reading(iso3="BRA", **parameters):
    """Return the reading of some parameters; the rest are the defaults."""
    return CountryBrief(study="russia_lac", iso3=iso3, **parameters).reading()


READING = make_reading()
