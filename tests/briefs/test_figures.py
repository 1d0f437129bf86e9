import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis import arms, briefs, trade
from analysis.briefs import figures as plots
from analysis.tables import load


@pytest.fixture(scope="module")
def values():
    tables = {name: load(name) for name in briefs.TABLES}
    return briefs.compute_indicators(tables, first_year=1992, last_year=2024)


def draw(values, iso3):
    flows = trade.flows_by_state(load("trade/bilateral"), "RUS").query("iso3 == @iso3")
    deliveries = arms.annual_series(load("arms/annual_tiv"), [iso3], 1992, 2024)
    landmarks = load("voting/landmark_votes").query("iso3 == @iso3")
    return plots.portrait(
        flows, deliveries, briefs.over_time(values, iso3, ["ARG"]), landmarks, (1992, 2024)
    )


def texts(fig):
    return [text.get_text() for ax in fig.axes for text in ax.texts]


def test_a_state_with_all_data_fills_every_panel(values):
    fig = draw(values, "VEN")
    assert not [text for text in texts(fig) if text.startswith("no ")]
    assert len(fig.axes) == 5
    # Venezuela: no on Georgia twice and on Crimea thrice, yes on the embargo twice, else absent.
    counts = [texts(fig).count(letter) for letter in "YNA·"]
    assert counts == [2, 5, 0, 12]
    plt.close(fig)


def test_landmark_votes_are_in_the_order_of_their_subjects(values):
    fig = draw(values, "BRA")
    labels = [label.get_text().splitlines() for label in fig.axes[-1].get_xticklabels()]
    subjects = [subject for _, _, subject in labels]
    assert subjects == ["Georgia"] * 2 + ["Ukraine"] * 13 + ["embargo"] * 4
    plt.close(fig)


def test_panels_without_data_say_so(values):
    nothing = pd.DataFrame
    fig = plots.portrait(
        nothing(columns=["year", "exports_usd", "imports_usd"]),
        nothing({"supplier": ["RUS"], "year": [2000], "tiv_million": [0.0]}),
        briefs.over_time(values.iloc[:0], "BRA", []),
        nothing(columns=["resolution", "date", "short_title", "vote"]),
        (1992, 2024),
    )
    assert [text for text in texts(fig) if text.startswith("no ")] == [
        "no trade on record",
        "no delivery on record",
        "no votes on record",
        "no ideal point",
    ]
    fig.draw_without_rendering()
    plt.close(fig)
