"""What several tests of the synthesis make."""

import pyfixest

from analysis.study import load_study
from analysis.synthesis.parameters import Synthesis

STUDY = load_study()
CODES = list(STUDY.states)
STEPS = {step.name: step.first_year for step in STUDY.theses.steps}


def make_reading(**parameters):
    """Return the reading of some parameters; the rest are the defaults."""
    return Synthesis(study="russia_lac", **parameters).reading()


READING = make_reading()
EXACT = pyfixest.MapDemeaner(fixef_tol=1e-12)
