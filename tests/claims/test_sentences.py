"""What is said of claims and audits: its numbers and its branches."""

import dataclasses

import pytest

from analysis import claims, tables
from analysis.claims import Options, sentences
from analysis.claims.audit import Audit
from analysis.claims.ledger import PRINTED_TWICE, Claim
from analysis.claims.values import number, parse, truth
from analysis.claims.verdicts import (
    CONTRADICTED,
    INCONSISTENT,
    OFF,
    PLAUSIBLE,
    SLIP,
    SUPPORTED,
    Reading,
    judge,
)
from analysis.errors import MeasureError


def claim(value="100", unit="USD_million", comparator="eq", fault="", name="x"):
    return Claim(
        name, "s0", "L1", "trade", "Mine.", ("CHL",), ("RUS",), "i", "", 2010, 2010,
        parse(value, unit), comparator, fault,
    )  # fmt: skip


def reading(value, **more):
    return Reading(number(value * 1e6, "USD_million"), "t", "rows", **more)


def said(*readings, **more):
    judgement = judge(claim(**more), list(readings))
    return judgement.verdict, sentences.on_verdict(judgement), sentences.on_condition(judgement)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        (
            [reading(102, definition="d")],
            (SUPPORTED, "data give 102 million USD (d), ratio 0.98.", ""),
        ),
        (
            [reading(80), reading(70)],
            (
                OFF,
                "data give 80 million USD, ratio 1.25. Over 2 readings: 70 to 80 million USD.",
                "The true figure would have to lie 25 % above the reading.",
            ),
        ),
        (
            [reading(125)],
            (
                OFF,
                "data give 125 million USD, ratio 0.8.",
                "The true figure would have to lie 20 % below the reading.",
            ),
        ),
        (
            [reading(20)],
            (
                CONTRADICTED,
                "data give 20 million USD, ratio 5.",
                "The true figure would have to be 5 times the reading.",
            ),
        ),
        (
            [reading(100_000)],
            (
                SLIP,
                "data give 100,000 million USD: a thousand times more would leave a ratio of 1.00.",
                "The unit would have to be a thousand times larger.",
            ),
        ),
        (
            [reading(0.1)],
            (
                SLIP,
                "data give 0.1 million USD: a thousand times less would leave a ratio of 1.00.",
                "The unit would have to be a thousand times smaller.",
            ),
        ),
        (
            [reading(80), reading(101, is_chosen=False, definition="the states")],
            (
                OFF,
                "data give 80 million USD, ratio 1.25. Over 2 readings: 80 to 101 million USD.",
                "By another definition it is supported: 101 million USD (the states), ratio 0.99.",
            ),
        ),
        (
            [reading(60, bound="at_least")],
            (
                PLAUSIBLE,
                "data give at least 60 million USD, ratio 1.667, which does not decide.",
                "What the reading leaves out would have to make the difference to 100 million USD.",
            ),
        ),
        (
            [reading(500, bound="at_least")],
            (
                CONTRADICTED,
                "data give at least 500 million USD, ratio 0.2.",
                "The bound itself would have to be wrong: at least 500 million USD.",
            ),
        ),
        (
            [reading(100, bound="other years", definition="2005")],
            (
                OFF,
                "data give 100 million USD (2005): the same figure, but of other years.",
                "The years would have to be those of the reading.",
            ),
        ),
        (
            [reading(100, bound="other kind", definition="a swap")],
            (
                CONTRADICTED,
                "data give 100 million USD (a swap): a swap.",
                "The event or the sign would have to be another: a swap.",
            ),
        ),
        (
            [reading(50, basis="own", definition="sum")],
            (
                INCONSISTENT,
                "the texts' own numbers give 50 million USD (sum).",
                "One of the text's own numbers would have to be another: sum.",
            ),
        ),
        ([reading(100, basis="own")], (SUPPORTED, "the text's own numbers give 100 million USD,"
          " ratio 1.", "")),
    ],
)  # fmt: skip
def test_each_kind_of_judgement_is_said(readings, expected):
    verdict, sentence, condition = said(*readings)
    assert verdict == expected[0]
    assert sentence == f"The text has 100 million USD for 2010; {expected[1]}"
    assert condition == expected[2]


def test_what_is_not_a_number():
    found = judge(claim("1", "boolean"), [Reading(truth(False), "t", "rows")])
    assert sentences.on_verdict(found) == "The text says yes for 2010; data give no."
    assert sentences.on_condition(found) == "The record would have to read yes."
    late = Reading(parse("2010-03-01", "date"), "t", "rows")
    dated = judge(claim("2010-03-11", "date"), [late])
    assert sentences.on_verdict(dated) == (
        "The text has 2010-03-11; data give 2010-03-01: the claim is 10 days late."
    )
    assert "what parts them: the claim is 10 days late" in sentences.on_condition(dated)


def test_what_is_not_tested_has_its_reason():
    found = judge(claim(comparator="gt"), [], reason="nothing is on record")
    assert sentences.on_verdict(found) == (
        "The text has more than 100 million USD for 2010; not tested: nothing is on record."
    )
    assert sentences.on_condition(found) == ""


def test_what_is_printed_twice():
    date = Reading(parse("2010-05", "date"), "t", "rows")
    found = judge(claim("2010-04|2010-05", "date", fault=PRINTED_TWICE), [date])
    assert sentences.on_verdict(found).endswith(f"{PRINTED_TWICE}; data give 2010-05.")


def made(*judgements, **options):
    return Audit(tuple(judgements), Options(**options))


def three():
    return made(
        judge(claim(name="a"), [reading(100)]),
        judge(claim(name="b"), [reading(80)]),
        judge(claim(name="c"), []),
    )


def test_the_tally_is_said_with_its_share():
    text = sentences.on_tally(three())
    assert text.startswith("Of **3** claims, 2 are decided")
    assert "**1** are supported (50 %), 1 are off, 0 contradicted" in text
    assert text.endswith("for 1 there are no data.")
    assert "(" not in sentences.on_tally(made()).split(";")[1]


def test_the_frame_is_told():
    frame = sentences.tell(three())
    assert frame["sentence"].str.startswith("The text has 100 million USD").all()
    assert frame["would_hold_if"].tolist()[::2] == ["", ""]
    assert list(frame.columns)[-3:] == ["sentence", "would_hold_if", "remark"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "Russia's reports of trade and those of the states decide, for the 33 states; "
             "numbers agree within 5 %."),
        ({"reporter": "counterpart", "region": "offshore"}, "Russia's reports of trade decide, "
         "those of the states are shown, for the 33 states with offshore territories; numbers "
         "agree within 5 %."),
        ({"reporter": "states", "region": "both", "tolerance": 0.025}, "The states' own reports of "
         "trade decide, Russia's are shown, for the 33 states, with or without offshore "
         "territories; numbers agree within 2.5 %."),
    ],
)  # fmt: skip
def test_every_choice_is_said(options, expected):
    assert sentences.on_choices_made(made(**options)) == expected


def test_weak_claims_are_counted():
    frame = three().frame
    assert sentences.on_weak(frame, 2).startswith("3 claims outside the printed tables are")
    one = sentences.on_weak(frame.head(1), 1)
    assert one.startswith("1 claim outside the printed tables is decided")
    assert "1 of them is a number" in one


def test_one_claim_with_its_place():
    text = sentences.on_claim(judge(claim(), [reading(100)]))
    assert text.startswith("**Mine.** (s0 L1) The text has 100 million USD")


def test_printed_cells_are_said(audit):
    cells = audit.frame[audit.frame["is_printed"]]
    text = sentences.on_printed(cells, 180)
    assert text.startswith("Of 180 cells 148 hold a number; **5** balances do not follow")
    assert "ARG 2004" in text
    assert "table 1, 2004: The 5 figures of this column are at the median" in text
    assert "no cells" in sentences.on_printed(cells.iloc[:0], 180)
    right = cells[cells["verdict"] == SUPPORTED].assign(remark="").head(3)
    assert sentences.on_printed(right, 5) == (
        "Of 5 cells 3 hold a number; **0** balances do not follow from the printed flows."
    )


def test_definitions_are_counted(audit):
    n = int(audit.frame["depends_on_definition"].sum())
    assert sentences.on_definitions(audit.frame).startswith(f"{n} claims are supported by one")
    one = audit.frame[audit.frame["depends_on_definition"]].head(1)
    assert sentences.on_definitions(one).startswith("1 claim is supported by one")


def test_one_debt_by_two_rates(audit):
    frames = tables.load("debt/events"), tables.load("debt/agreed_rates")
    steps = claims.reconcile_same_debt(audit, *frames)
    text = sentences.on_same_debt(audit, steps)
    assert text.startswith(
        "15.49 billion Soviet roubles are 24.78 billion dollars at 0.625 Soviet roubles a dollar "
        "and **25.8 billion** at the agreed rate (Cuba 2013); the 9.4 billion to 35.2 may be"
    )
    assert text.endswith("Both claims are supported.")
    apart = dataclasses.replace(
        audit,
        judgements=tuple(
            dataclasses.replace(each, verdict=OFF) if each.claim.claim_id == "s1-debt-352" else each
            for each in audit.judgements
        ),
    )
    assert sentences.on_same_debt(apart, steps).endswith("The verdicts are supported and off.")
    more = steps.assign(value=[*steps["value"][:6], -2e9])
    assert "2.0 billion more than the 35.2 stated later" in sentences.on_same_debt(audit, more)
    assert "names no debt" in sentences.on_same_debt(audit, None)
    with pytest.raises(MeasureError, match="Cuba 2013: 0 rows"):
        claims.reconcile_same_debt(audit, frames[0], frames[1].iloc[:0])
    with pytest.raises(MeasureError, match="stock of CUB at 1989/1990: 0 rows"):
        claims.reconcile_same_debt(audit, frames[0].iloc[:0], frames[1])
    with pytest.raises(MeasureError, match="no column per_usd"):
        claims.reconcile_same_debt(audit, frames[0], frames[1].drop(columns="per_usd"))


def test_limits_name_the_partner(audit):
    text = sentences.on_limits(audit, 2021)
    assert "The partner is Russia: a claim about" in text
    assert text.endswith("Russia's own reports of trade with the states end with 2021.")


def test_a_study_without_the_debt_has_no_arithmetic(audit, monkeypatch):
    setting = audit.options.setting
    bare = setting.model_copy(update={"claims": type(setting.claims)()})
    monkeypatch.setattr(Options, "setting", property(lambda self: bare))
    events, rates = tables.load("debt/events"), tables.load("debt/agreed_rates")
    assert claims.reconcile_same_debt(audit, events, rates) is None
