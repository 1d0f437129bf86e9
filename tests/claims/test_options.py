"""The choices of an audit: declared once, checked alike wherever they are given."""

import pytest

from analysis.claims import Options
from analysis.claims.parameters import ClaimsAudit
from analysis.errors import ParameterError
from analysis.study import load_study


@pytest.mark.parametrize("model", [Options, ClaimsAudit])
@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"tolerance": 0.9}, "allowed: a number from 0 to 0.5"),
        ({"tolerance": "x"}, "tolerance = 'x' is not allowed"),
        ({"tolerance": float("nan")}, "tolerance"),
        ({"reporter": "USA"}, "allowed: 'both', 'counterpart' or 'states'"),
        ({"reporter": "countrpart"}, "did you mean 'counterpart'"),
        ({"reporter": "RUS"}, "'RUS' is an old word for it: write 'counterpart'"),
        ({"reporter": "partner"}, "'partner' is an old word for it: write 'states'"),
        ({"region": "all"}, "allowed: 'states', 'offshore' or 'both'"),
        ({"tolerence": 0.1}, "did you mean 'tolerance'"),
        ({"study": "x"}, "unknown study 'x'"),
    ],
)
def test_what_is_not_allowed_is_refused(model, bad, message):
    with pytest.raises(ParameterError) as caught:
        model(**bad)
    assert message in str(caught.value)


def test_the_notebook_inherits_every_option():
    for name, field in Options.model_fields.items():
        taken = ClaimsAudit.model_fields[name]
        for part in ("annotation", "default", "description", "metadata"):
            assert getattr(taken, part) == getattr(field, part)


def test_who_decides():
    assert [Options().lets_decide(side) for side in ("counterpart", "states")] == [True, True]
    only = Options(reporter="counterpart")
    assert [only.lets_decide(side) for side in ("counterpart", "states")] == [True, False]


def test_another_tolerance_keeps_the_rest():
    options = Options(reporter="states", region="both").with_tolerance(0.2)
    assert (options.tolerance, options.reporter, options.region) == (0.2, "states", "both")
    with pytest.raises(ParameterError):
        options.with_tolerance(2)


def test_what_is_explained_is_the_studys_if_not_said():
    assert tuple(ClaimsAudit().explain) == load_study().claims.explain
    assert ClaimsAudit(explain="s1-trade-2014").explain == ["s1-trade-2014"]
    assert ClaimsAudit(explain=[]).explain == []


def test_texts_and_themes_are_lists():
    chosen = ClaimsAudit(texts="s0, s1", themes="trade")
    assert (chosen.texts, chosen.themes) == (["s0", "s1"], ["trade"])
    assert len(ClaimsAudit().themes) == 7
    for bad in ({"texts": []}, {"themes": ["trade", "trade"]}, {"themes": "trad"}):
        with pytest.raises(ParameterError):
            ClaimsAudit(**bad)
