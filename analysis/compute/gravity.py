"""The gravity tables: what trade with the partner would be by geography, and what it was.

Estimated with the study's years of the exporters' reports in the R package penppml, on
CEPII's distances; see :mod:`analysis.trade.gravity`. Figures are rounded to :data:`DIGITS`
significant digits, far below their standard errors, so that the same files give the same bytes
whatever the number of cores.
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import countries
from analysis.sources import cepii, cow, worldbank
from analysis.study import Study, load_study
from analysis.tables import load
from analysis.trade import gravity

#: Digits that are kept. The estimates agree between estimators to 1e-9.
DIGITS = 6


def coefficients(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/gravity_coefficients``: every specification's coefficients and tests.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.
    study : Study
        Whose states and partner.

    Returns
    -------
    pandas.DataFrame
        One row a specification and regressor: ``specification, title, term, estimate, std_error,
        n, n_pairs, n_zero, n_separated, pseudo_r2, squared_correlation, reset_z, reset_p``.
    """
    frames = []
    partner = countries.short_name(study.partner, article=True)
    pair = f"{partner}–{study.region.short.removeprefix('the ')}"
    tests = ["n", "n_zero", "n_separated", "pseudo_r2", "squared_correlation"]
    for each in _estimates(Path(upstream), study):
        frames.append(
            each.fit.coefficients.reset_index()[["term", "estimate", "std_error"]].assign(
                specification=each.specification.name,
                title=each.specification.name_in(pair, each.years),
                n_pairs=each.fit.n_clusters,
                reset_z=each.reset[0],
                reset_p=each.reset[1],
                **{name: getattr(each.fit, name) for name in tests},
            )
        )
    return _rounded(pd.concat(frames, ignore_index=True))


def expected(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/gravity_expected``: actual over expected of every pair, year and flow.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.
    study : Study
        Whose states and partner.

    Returns
    -------
    pandas.DataFrame
        ``specification`` and the columns of :func:`analysis.trade.gravity.compare_with_expected`.
    """
    frames = [
        each.expected.assign(specification=each.specification.name, partner=study.partner)
        for each in _estimates(Path(upstream), study)
    ]
    return _rounded(pd.concat(frames, ignore_index=True))


def _estimates(upstream: Path, study: Study) -> tuple[gravity.Estimated, ...]:
    """Return all estimates; two tables of one build share them."""
    return _estimate_all(
        upstream, study.name, *(_stamp(path) for path in _paths(upstream).values())
    )


@functools.lru_cache(maxsize=1)
def _estimate_all(
    upstream: Path, name: str, *stamps: tuple[int, int]
) -> tuple[gravity.Estimated, ...]:
    study = load_study(name)
    paths = _paths(upstream)
    distances = cepii.read_distances(paths["distances"])
    gdp = worldbank.read_indicator(paths["gdp"])
    read = {"penppml": _exporters_reports, "cow_2001": _importers_reports}
    needed = sorted({each.source for each in gravity.SPECIFICATIONS})
    flows = {source: read[source](paths[source], study) for source in needed}
    codes = load("trade/gravity_codes")
    return tuple(
        gravity.estimate(
            each, flows[each.source], distances, gdp, region=study.states, partner=study.partner,
            codes=codes,
        )
        for each in gravity.SPECIFICATIONS
    )  # fmt: skip


def _exporters_reports(path: Path, study: Study) -> pd.DataFrame:
    panel = cepii.read_gravity(path)
    panel = panel[panel["year"].isin(study.trade.gravity_years)]
    panel = panel.assign(has_agreement=panel["agreement"].str.strip() != "")
    codes = pd.concat([panel["exporter"], panel["importer"]]).drop_duplicates()
    today = countries.match(codes, "penppml").fillna(codes)
    return gravity.rename_states(panel, dict(zip(codes, today, strict=True)))


def _importers_reports(path: Path, study: Study) -> pd.DataFrame:
    frame = cow.read_pairs(path).dropna(subset=["imports_million_usd"])
    frame = frame[frame["importer"] != frame["exporter"]]
    return frame.assign(export_usd=1e6 * frame["imports_million_usd"])


def _paths(upstream: Path) -> dict[str, Path]:
    return {
        "distances": upstream / "trade/gravity/dist_cepii.rda",
        "penppml": upstream / "trade/gravity/penppml_trade.rda",
        "cow_2001": upstream / "trade/cow/cow_dyadic_2001_trade.rda",
        "gdp": upstream / "common/wb_gdp_current_usd.csv",
    }


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat() if path.exists() else None
    return (found.st_mtime_ns, found.st_size) if found else (0, 0)


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    floats = frame.select_dtypes("float64").columns
    return frame.assign(**{name: frame[name].map(_significant) for name in floats})


def _significant(value: float) -> float:
    return value if not np.isfinite(value) else float(f"{value:.{DIGITS}g}")


TABLES = {"trade/gravity_coefficients": coefficients, "trade/gravity_expected": expected}
