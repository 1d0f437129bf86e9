"""The seed's printed tables: read the cells, recompute the balances, name the wrong ones."""

from __future__ import annotations

import re

import pandas as pd

from analysis.contracts import FLOWS, Frame, Number, takes
from analysis.errors import MeasureError
from analysis.trade.series import FLOW_COLUMNS

#: Tables of flows and of their balance.
TABLE = Number(at_least=1, at_most=3, is_whole=True)

#: Verdicts of :func:`balances` that are not errors.
NO_ERROR = ("right", "missing")


def parse_printed(text: str | None) -> int | None:
    """Read a cell of the seed's tables: points separate thousands, a run of dashes is missing.

    Parameters
    ----------
    text : str or None
        The cell as printed, for example ``"1.102.133"``, ``"- 9.583"`` or ``"---------"``.

    Returns
    -------
    int or None
        The number in thousand USD; None if the cell is blank or a run of dashes.

    Raises
    ------
    MeasureError
        If the cell is none of these.

    Examples
    --------
    >>> parse_printed("1.102.133"), parse_printed("- 9.583"), parse_printed("--------")
    (1102133, -9583, None)
    """
    cell = "" if text is None or text != text else str(text).strip()
    if not cell or re.fullmatch("-{2,}", cell):
        return None
    match = re.fullmatch(r"([-−]?)\s*(\d{1,3}(?:\.\d{3})*)", cell)
    if not match:
        raise MeasureError(f"printed cell {text!r} is neither a number with points nor dashes")
    number = int(match[2].replace(".", ""))
    return -number if match[1] else number


@takes(printed=Frame("table", "iso3", "year", "value_as_printed", key=3, rules={"table": TABLE}))
def balances(printed: pd.DataFrame) -> pd.DataFrame:
    """Recompute every balance of the printed tables and say which cells are wrong, and how.

    Parameters
    ----------
    printed : pandas.DataFrame
        Columns ``table`` (1 exports, 2 imports, 3 balance), ``iso3``, ``year``,
        ``value_as_printed``.

    Returns
    -------
    pandas.DataFrame
        One row a state and year: ``iso3, year, exports_thousand_usd, imports_thousand_usd,
        printed_thousand_usd, recomputed_thousand_usd, difference_thousand_usd, verdict``. The
        verdict is ``right``, ``missing`` (nothing printed and nothing to compute), or one of the
        errors ``digit error``, ``sign lost``, ``import printed as balance``, ``export printed as
        balance``, ``not printed`` (could be computed but is not there) and ``unfounded``.

    Raises
    ------
    MeasureError
        If a cell cannot be read or stands twice.

    Examples
    --------
    >>> cells = [(1, "URY", 2002, "17.311"), (2, "URY", 2002, "111.158"),
    ...          (3, "URY", 2002, "93.847")]
    >>> names = ["table", "iso3", "year", "value_as_printed"]
    >>> balances(pd.DataFrame(cells, columns=names))["verdict"].item()
    'sign lost'
    """
    cells = printed.assign(
        value=pd.array([parse_printed(c) for c in printed["value_as_printed"]], dtype="Int64"),
        table=printed["table"].astype(int),
    )
    wide = cells.pivot(index=["iso3", "year"], columns="table", values="value")
    wide = wide.reindex(columns=[1, 2, 3]).sort_index()
    verdicts = [
        _verdict(*(None if pd.isna(cell) else int(cell) for cell in row))
        for row in wide.itertuples(index=False)
    ]
    wide.columns = ["exports_thousand_usd", "imports_thousand_usd", "printed_thousand_usd"]
    recomputed = wide["exports_thousand_usd"] - wide["imports_thousand_usd"]
    frame = wide.assign(
        recomputed_thousand_usd=recomputed,
        difference_thousand_usd=wide["printed_thousand_usd"] - recomputed,
        verdict=verdicts,
    )
    return frame.reset_index()


def _verdict(exports: int | None, imports: int | None, balance: int | None) -> str:
    """Return what is wrong with one printed balance."""
    if exports is None or imports is None:
        if balance is None:
            return "missing"
        if balance == imports:
            return "import printed as balance"
        return "export printed as balance" if balance == exports else "unfounded"
    if balance is None:
        return "not printed"
    if balance == exports - imports:
        return "right"
    return "sign lost" if balance == imports - exports else "digit error"


@takes(
    balances=Frame("iso3", "year", key=2),
    reported=Frame("iso3", "year", *FLOW_COLUMNS, key=2),
)
def compare_printed(balances: pd.DataFrame, reported: pd.DataFrame) -> pd.DataFrame:
    """Set every printed flow beside what the state itself reported for the whole year.

    Parameters
    ----------
    balances : pandas.DataFrame
        From :func:`balances`.
    reported : pandas.DataFrame
        From :func:`analysis.trade.flows_by_state`, in current USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, flow, printed_usd, reported_usd, ratio`` (printed / reported); cells
        that either side lacks are not in it.
    """
    keys = ["iso3", "year"]
    names = {f"{flow}{unit}": flow for flow in FLOWS for unit in ("_thousand_usd", "_usd")}
    printed, own = (
        frame.rename(columns=names).melt(keys, FLOWS, "flow", value)
        for frame, value in ((balances, "printed_usd"), (reported, "reported_usd"))
    )
    both = printed.merge(own, on=[*keys, "flow"]).dropna()
    both = both.sort_values(["flow", *keys], ignore_index=True)
    usd = both["printed_usd"].astype(float) * 1000
    positive = both["reported_usd"].where(both["reported_usd"] > 0)
    return both.assign(printed_usd=usd, ratio=usd / positive)


@takes(compared=Frame("iso3", "year", "flow", "printed_usd", "reported_usd", key=3))
def sum_compared(compared: pd.DataFrame) -> pd.DataFrame:
    """Sum the printed and the reported flows of the same cells by flow and year.

    Parameters
    ----------
    compared : pandas.DataFrame
        From :func:`compare_printed`.

    Returns
    -------
    pandas.DataFrame
        Columns ``flow, year, n_cells, printed_million_usd, reported_million_usd, ratio``.
    """
    groups = compared.groupby(["flow", "year"])
    sums = groups[["printed_usd", "reported_usd"]].sum() / 1e6
    sums.columns = ["printed_million_usd", "reported_million_usd"]
    sums.insert(0, "n_cells", groups.size())
    ratio = sums["printed_million_usd"] / sums["reported_million_usd"]
    return sums.assign(ratio=ratio).reset_index()
