"""Every parameter reaches every figure, caption and sentence of the notebook."""

import json
import re

import pandas as pd
import pytest

from analysis import trade
from analysis.notebook import save as saving
from analysis.notebook import show as showing
from analysis.paths import ROOT
from analysis.trade.parameters import TradeTrends

NOTEBOOK = ROOT / "notebooks" / "trade_trends.ipynb"


class Run:
    """What the notebook shows and writes with some parameters."""

    def __init__(self, folder, monkeypatch, **parameters):
        self.texts, self.records, self.folder = [], {}, folder
        monkeypatch.setenv("ANALYSIS_OUTPUT", str(folder))
        for module in (saving, showing):
            monkeypatch.setattr(module, "display", self._show)
        names = {}
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] != "code" or source.startswith(("sources(", "known_faults(")):
                continue
            exec(compile(source, source[:40], "exec"), names)
            if "parameters" in cell["metadata"].get("tags", []):
                names |= parameters
        self.reading = names["reading"]

    def _show(self, data, **_):
        record = data.get(showing.RECORD_MIME)
        if record:
            self.records[record["name"]] = (record["value"], record["unit"])
        else:
            self.texts.append(data.get("text/plain", ""))

    def caption(self, figure):
        start = f"Figure {self.reading.file(figure)}: "
        return next(text for text in self.texts if text.startswith(start))

    def table(self, figure):
        return pd.read_csv(self.folder / f"{self.reading.file(figure)}.csv")


@pytest.mark.slow
def test_one_reading_reaches_every_section(tmp_path, monkeypatch, evidence):
    chosen = {
        "reporter": "reconciled", "weights": "equal", "cif_fob": 1.1, "territories": "bvi",
        "price_basis": "constant", "base_year": 2010,
    }  # fmt: skip
    run = Run(tmp_path, monkeypatch, **chosen)
    reading = TradeTrends(**chosen).reading()
    assert run.reading == reading
    for figure in ("turnover", "flows", "readings", "after_2016", "mirror_gaps", "partners"):
        assert "illion USD of 2010" in run.caption(figure)
    for figure in ("turnover", "flows", "shares", "concentration"):
        assert "the 33 states and 1 territory" in run.caption(figure)
    for figure in ("concentration", "partners"):
        assert "both reports, reconciled" in run.caption(figure)
    assert "'as chosen'" in run.caption("sensitivity")
    totals = trade.read_totals(reading, evidence)
    comparable = totals[totals["is_comparable"]]
    level = run.table("breaks").query("series == 'turnover'").set_index("year")["value"]
    assert level.dropna().tolist() == pytest.approx(
        comparable.set_index("year")["turnover_usd"].reindex(level.dropna().index).tolist()
    )
    # The share of both is free of prices, and of nothing else.
    current = trade.read_totals(reading.but(base_year=None), evidence).set_index("year")
    shares = run.table("breaks").query("series != 'turnover'").set_index("year")["value"].dropna()
    world = run.table("shares").query("reading == 'counterpart, unctad'").set_index("year")
    russia = trade.read_totals(
        reading.but(side="counterpart", base_year=None), evidence
    ).set_index("year")  # fmt: skip
    whole = russia["turnover_usd"] / world["share_of_partner_turnover"]
    expected = (current["turnover_usd"] / whole).reindex(shares.index)
    assert shares.tolist() == pytest.approx(expected.tolist())
    moved = run.table("sensitivity")
    line = moved.query("reading == 'as chosen'")
    assert (line["value"] == line["reference_value"]).all()
    peak = comparable["turnover_usd"].max() / 1e6
    assert line.set_index("measure").loc["peak", "value"] == pytest.approx(peak)
    assert run.records["turnover_2013"] == (pytest.approx(peak), "million USD of 2010")
    ratio = run.table("mirror_gaps").iloc[0]
    assert ratio["reconciled_usd"] == pytest.approx(
        (ratio["exporter_reports_usd"] + ratio["importer_reports_usd"] / 1.1) / 2
    )


@pytest.mark.slow
def test_another_partner_is_named_and_the_studys_own_is_not(tmp_path, monkeypatch):
    partner, name = "USA", "the United States"
    run = Run(tmp_path, monkeypatch, partner=partner)
    assert any(text.startswith("By the states' own figures, turnover") for text in run.texts)
    assert f"Printed tables are on record for no trade with {name}." in run.texts
    code = partner.lower()
    written = {path.stem for path in tmp_path.glob("trade_trends/*.csv")}
    assert written and all(stem.endswith(f"_{code}") for stem in written)
    assert name in run.caption("turnover") and name in run.caption("partners")
    leaks = [text for text in run.texts if re.search("Russia|RUS|USSR", text)]
    specifications = [text for text in leaks if "specification" in text.lower()]
    assert leaks == specifications  # what the table of estimates calls its benchmark


@pytest.mark.slow
def test_one_small_state_gives_sentences_without_broken_numbers(tmp_path, monkeypatch):
    run = Run(tmp_path, monkeypatch, states="KNA")
    every = "\n".join(text for text in run.texts if not text.startswith("figures/"))
    assert "Saint Kitts and Nevis" in run.caption("turnover")
    for broken in ("nan %", "of 1 states", "1 states", "1 territories", "the 1 largest", "nan "):
        assert broken not in every
    mirror = next(text for text in run.texts if text.startswith("Counting only flows"))
    assert "third countries" not in mirror
