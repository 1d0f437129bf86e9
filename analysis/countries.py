"""The 33 states of Latin America and the Caribbean: codes, names, memberships.

The tables ``common/states``, ``common/historical_states``, ``common/organisations`` and
``common/state_names`` are the only lists of states; this module reads them. A historical state
keeps its own code: the USSR is ``SUN`` and never resolves to ``RUS``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis import tables
from analysis.errors import CountryError, ParameterError, nearest, unknown

LAC: tuple[str, ...]
"""ISO3 codes of the states that lie in a sub-region of ``common/states``, sorted: those of the
study that ships. A study's own states are :attr:`analysis.study.Study.states`."""

GROUPS: tuple[str, ...]
"""Names that :func:`select` and :func:`members` take: organisations and sub-regions."""

_SYSTEMS = ("iso3", "iso2", "m49", "cow", "ids", "comtrade")


def __getattr__(attribute: str) -> tuple[str, ...]:
    if attribute == "LAC":
        return _lac()
    if attribute == "GROUPS":
        return tuple(_group_names())
    raise AttributeError(f"module {__name__!r} has no attribute {attribute!r}")


def name(iso3: str) -> str:
    """Return the short English name of a state.

    Parameters
    ----------
    iso3 : str
        Code of any state, of today or historical, or one of the package's codes for suppliers
        that are not states.

    Returns
    -------
    str
        For example ``"Saint Kitts and Nevis"``.

    Raises
    ------
    CountryError
        If the code is not known.

    Examples
    --------
    >>> name("ATG"), name("SUN")
    ('Antigua and Barbuda', 'Union of Soviet Socialist Republics')
    """
    names = _names_by_code()
    if iso3 not in names:
        match = nearest(iso3, names)
        hint = f" (did you mean {match!r}?)" if match else ""
        raise CountryError(f"unknown code of a state {iso3!r}{hint}; see common/states")
    return names[iso3]


def short_name(iso3: str, *, article: bool = False) -> str:
    """Return the name by which sentences and legends call a state.

    Parameters
    ----------
    iso3 : str
        Code of any state, of today or historical.
    article : bool, optional
        Whether to put the article before names that take one in a sentence.

    Returns
    -------
    str
        The row of the source ``short`` in ``common/state_names``; else as :func:`name`.

    Raises
    ------
    CountryError
        If the code is not known.

    Examples
    --------
    >>> short_name("SUN"), short_name("SUN", article=True), short_name("BRA", article=True)
    ('USSR', 'the USSR', 'Brazil')
    """
    shown = _short_names().get(iso3) or name(iso3)
    return shown if article else shown.removeprefix("the ")


def codes() -> frozenset[str]:
    """Return every code of a state that the tables know, of today and historical."""
    return _codes()


def resolve(names: Iterable[str], source: str) -> list[str]:
    """Return the codes of names as a source prints them.

    Parameters
    ----------
    names : iterable of str
        Names, exactly as printed.
    source : str
        Key of the source in ``common/state_names``, for example ``"sipri"`` or ``"undl"``.

    Returns
    -------
    list of str
        One code a name, in the same order; historical states keep theirs (``SUN``, ``YUG``).

    Raises
    ------
    CountryError
        If the source or any name is not in the table; all unknown names are listed at once.

    Examples
    --------
    >>> resolve(["BOLIVIA (PLURINATIONAL STATE OF)", "USSR", "RUSSIAN FEDERATION"], "undl")
    ['BOL', 'SUN', 'RUS']
    """
    codes = _codes_by_name(source)
    names = list(names)
    missing = sorted({str(each) for each in names if each not in codes})
    if missing:
        raise CountryError(
            f"{len(missing)} name(s) that {source!r} is not known to print: "
            f"{', '.join(map(repr, missing))}; if they are right, add rows "
            f"`{source},NAME,ISO3,NOTE` to data/common/state_names.csv and run "
            "`python -m analysis data seal common/state_names`"
        )
    return [codes[each] for each in names]


def match(names: pd.Series, source: str) -> pd.Series:
    """Return the codes of those names that are states; for sources that list other things too.

    Parameters
    ----------
    names : pandas.Series
        Names, exactly as printed; some may be of regions, territories or remainders.
    source : str
        Key of the source in ``common/state_names``.

    Returns
    -------
    pandas.Series
        One code a name, on the same index; missing for what the source is not known to call a
        state.

    Raises
    ------
    CountryError
        If the source is not in the table.

    Examples
    --------
    >>> match(pd.Series(["Rusia", "Resto Mundo"]), "indec").tolist()
    ['RUS', nan]
    """
    return names.map(_codes_by_name(source))


def last_year(code: str) -> int | None:
    """Return the last year of a historical state; None for a state of today.

    Parameters
    ----------
    code : str
        Code of any state.

    Returns
    -------
    int or None
        As ``common/historical_states`` has it.

    Examples
    --------
    >>> last_year("SUN"), last_year("BRA")
    (1991, None)
    """
    return _last_years().get(code)


def from_code(values: Iterable[Any], system: str, years: Iterable[int] | None = None) -> list[str]:
    """Return the codes of states from another system's codes.

    Most numeric systems cover the states of ``common/states`` and historical ones; ``iso3`` covers
    all, ``comtrade`` all that report.

    Parameters
    ----------
    values : iterable of str or int
        Codes; leading zeros may be missing.
    system : str
        ``iso3``, ``iso2``, ``m49`` (UN), ``cow`` (Correlates of War), ``ids`` (counterpart areas
        of International Debt Statistics) or ``comtrade`` (areas that report today).
    years : iterable of int, optional
        Calendar year of each value; needed where a system has one code for a historical state and
        its successor, as Correlates of War has 365 for the USSR (``SUN``), to the last year that
        ``common/historical_states`` gives it, and Russia (``RUS``) after. None if no value needs
        it.

    Returns
    -------
    list of str
        One code a value, in the same order.

    Raises
    ------
    CountryError
        If a code is unknown or shared and comes without years (all are listed).
    ParameterError
        If the system is unknown.

    Examples
    --------
    >>> from_code(["087", "078", 425], "ids")
    ['RUS', 'SUN', 'ARG']
    >>> from_code([365, 365], "cow", years=[1991, 1992])
    ['SUN', 'RUS']
    """
    codes, shared = codes_of(system), _shared_codes(system)
    width = 3 if system in ("m49", "ids") else 0
    keys = [str(each).strip().zfill(width) for each in values]
    missing = sorted({each for each in keys if each not in codes})
    if missing:
        raise CountryError(
            f"{len(missing)} unknown {system} code(s): {', '.join(missing)}; the known ones are "
            "in common/states and common/historical_states"
        )
    doubtful = sorted({each for each in keys if each in shared})
    if not doubtful:
        return [codes[each] for each in keys]
    if years is None:
        states = "; ".join(
            f"{each} is {shared[each][0]} to {shared[each][1]} and {codes[each]} after"
            for each in doubtful
        )
        raise CountryError(f"{system} has one code for two states: {states}; give the years")
    return [
        shared[key][0] if key in shared and year <= shared[key][1] else codes[key]
        for key, year in zip(keys, years, strict=True)
    ]


def codes_of(system: str) -> dict[str, str]:
    """Return the codes of another system, each with that of the state.

    Parameters
    ----------
    system : str
        As for :func:`from_code`.

    Returns
    -------
    dict
        Code there → ISO3.

    Raises
    ------
    ParameterError
        If the system is unknown.

    Examples
    --------
    >>> codes_of("comtrade")["842"]
    'USA'
    """
    if system not in _SYSTEMS:
        raise ParameterError(unknown("code system", [system], _SYSTEMS))
    return dict(_codes_by_system(system))


def to_code(iso3: str, system: str) -> str:
    """Return what another system calls a state.

    Parameters
    ----------
    iso3 : str
        Code of the state.
    system : str
        As for :func:`from_code`.

    Returns
    -------
    str
        Its code there.

    Raises
    ------
    CountryError
        If the state has none that the tables know.
    ParameterError
        If the system is unknown.

    Examples
    --------
    >>> to_code("SUN", "ids"), to_code("BRA", "m49")
    ('078', '076')
    """
    found = [code for code, state in codes_of(system).items() if state == iso3]
    if not found:
        raise CountryError(f"no {system} code of {iso3!r} is in common/states or historical_states")
    return found[0]


def members(group: str, year: int | None = None) -> list[str]:
    """Return the states of a group at the end of a year.

    Parameters
    ----------
    group : str
        An organisation of ``common/organisations`` or a sub-region (:data:`GROUPS`).
    year : int, optional
        A state is counted if it had joined by 31 December and had not left by then. None for
        those that have not left. Sub-regions do not change.

    Returns
    -------
    list of str
        ISO3 codes, sorted; full members only (no observers or special guests).

    Raises
    ------
    ParameterError
        If the group is unknown.

    Examples
    --------
    >>> members("PACIFIC_ALLIANCE", 2015)
    ['CHL', 'COL', 'MEX', 'PER']
    """
    if group in _subregions():
        return _subregions()[group]
    table = _organisations()
    if group not in set(table["organisation"]):
        raise ParameterError(unknown("group of states", [group], _group_names()))
    table = table[(table["organisation"] == group) & (table["status"] == "member")]
    left = table["end"].str[:4].astype("Int64")
    if year is None:
        present = left.isna()
    else:
        joined = table["start"].str[:4].astype("Int64")
        present = (joined <= year) & (left.isna() | (left > year))
    return sorted(table.loc[present.fillna(False).astype(bool), "iso3"])


def group_name(group: str) -> str:
    """Return what figures and sentences call a group of states.

    Parameters
    ----------
    group : str
        An organisation or a sub-region (:data:`GROUPS`).

    Returns
    -------
    str
        The title of ``common/groups``; of a sub-region, its name.

    Raises
    ------
    ParameterError
        If the group is unknown.

    Examples
    --------
    >>> group_name("CAN"), group_name("Caribbean")
    ('Andean Community', 'Caribbean')
    """
    titles = _group_titles()
    if group not in titles and group not in _subregions():
        raise ParameterError(unknown("group of states", [group], _group_names()))
    return titles.get(group, group)


@functools.cache
def in_region(region: str) -> tuple[str, ...]:
    """Return the states of a region of ``common/states``.

    Parameters
    ----------
    region : str
        A value of its column ``region``.

    Returns
    -------
    tuple of str
        ISO3 codes, sorted; none if no state is in a region of that name.

    Examples
    --------
    >>> len(in_region("Latin America and the Caribbean"))
    33
    """
    table = _states()
    return tuple(sorted(table.loc[table["region"] == region, "iso3"]))


def subregion(iso3: str) -> str:
    """Return the sub-region of a state of the region.

    Parameters
    ----------
    iso3 : str
        One of the 33 states.

    Returns
    -------
    str
        A name that :func:`members` takes.

    Raises
    ------
    CountryError
        If the code is not that of a state of the region.

    Examples
    --------
    >>> subregion("CUB")
    'Caribbean'
    """
    for name_of_subregion, states in _subregions().items():
        if iso3 in states:
            return name_of_subregion
    raise CountryError(unknown("state of the region", [iso3], _lac()))


def select(states: str | Iterable[str], within: Iterable[str] | None = None) -> list[str]:
    """Return the states of a region that a parameter means.

    Parameters
    ----------
    states : str or iterable of str
        ``"all"``, a group (:data:`GROUPS`), an ISO3 code, several parted by commas, or a list.
        Of a group those states are taken that belong to the region and have not left it.
    within : iterable of str, optional
        The region's states. None: the 33 of Latin America and the Caribbean.

    Returns
    -------
    list of str
        ISO3 codes, sorted, each once.

    Raises
    ------
    ParameterError
        If a name is unknown, a state is not of the region, or nothing is chosen.

    Examples
    --------
    >>> select("MERCOSUR")
    ['ARG', 'BOL', 'BRA', 'PRY', 'URY']
    >>> select("CUB, ARG")
    ['ARG', 'CUB']
    """
    region = tuple(within) if within is not None else _lac()
    given = states.split(",") if isinstance(states, str) else list(states)
    given = [str(each).strip() for each in given]
    allowed = ["all", *_group_names(), *region]
    missing = [each for each in given if each not in allowed]
    outside = [each for each in missing if each in codes()]
    if outside:
        named = ", ".join(f"{each} ({name(each)})" for each in outside)
        raise ParameterError(f"not in the region: {named}; allowed: {', '.join(allowed)}")
    if missing:
        raise ParameterError(unknown("state or group", missing, allowed))
    chosen: set[str] = set()
    for each in given:
        if each in region:
            chosen.add(each)
        else:
            chosen.update(region if each == "all" else members(each))
    chosen &= set(region)
    if not chosen:
        raise ParameterError(
            f"{states!r} chooses no state of the region; give 'all', a group that has members "
            "today, or ISO3 codes"
        )
    return sorted(chosen)


@functools.cache
def _states() -> pd.DataFrame:
    return tables.load("common/states")


@functools.cache
def _historical_states() -> pd.DataFrame:
    return tables.load("common/historical_states")


@functools.cache
def _organisations() -> pd.DataFrame:
    return tables.load("common/organisations")


@functools.cache
def _group_titles() -> dict[str, str]:
    table = tables.load("common/groups")
    return dict(zip(table["group"], table["title"], strict=True))


@functools.cache
def _lac() -> tuple[str, ...]:
    table = _states()
    return tuple(sorted(table.loc[table["subregion"].notna(), "iso3"]))


@functools.cache
def _subregions() -> dict[str, list[str]]:
    table = _states()
    return {
        str(subregion): sorted(rows["iso3"])
        for subregion, rows in table.groupby("subregion", sort=True)
    }


def _group_names() -> list[str]:
    return sorted({*_organisations()["organisation"], *_subregions()})


@functools.cache
def _state_names() -> pd.DataFrame:
    return tables.load("common/state_names")


@functools.cache
def _names_by_code() -> dict[str, str]:
    english = _state_names().query("source == 'english'")
    states, historical = _states(), _historical_states()
    return {
        **dict(zip(english["iso3"], english["name"], strict=True)),
        **dict(zip(historical["code"], historical["name"], strict=True)),
        **dict(zip(states["iso3"], states["name"], strict=True)),
    }


@functools.cache
def _codes() -> frozenset[str]:
    return frozenset(_names_by_code())


@functools.cache
def _short_names() -> dict[str, str]:
    rows = _state_names().query("source == 'short'")
    return dict(zip(rows["iso3"], rows["name"], strict=True))


@functools.cache
def _codes_by_name(source: str) -> dict[str, str]:
    table = _state_names()
    rows = table[table["source"] == source]
    if rows.empty:
        raise CountryError(unknown("source of names", [source], sorted(set(table["source"]))))
    return dict(zip(rows["name"], rows["iso3"], strict=True))


@functools.cache
def _last_years() -> dict[str, int]:
    table = _historical_states()
    return dict(zip(table["code"], table["last_year"].astype(int), strict=True))


@functools.cache
def _shared_codes(system: str) -> dict[str, tuple[str, int]]:
    """Return code → the historical state that had it before today's one, and its last year."""
    if system != "cow":
        return {}
    today, historical = _states(), _historical_states().dropna(subset="cow_code")
    shared = historical[historical["cow_code"].isin(today["cow_code"])]
    last = zip(shared["code"], shared["last_year"].astype(int), strict=True)
    return dict(zip(shared["cow_code"].astype(str), last, strict=True))


@functools.cache
def _codes_by_system(system: str) -> dict[str, str]:
    if system == "comtrade":
        return _codes_by_name("comtrade_number")
    column = {"cow": "cow_code", "ids": "ids_creditor_code"}.get(system, system)
    states, historical = _states(), _historical_states()
    codes = dict(zip(states[column].astype(str), states["iso3"], strict=True))
    if system == "iso3":
        return {code: code for code in _names_by_code()}
    if system in ("cow", "ids"):
        # A number that a successor shares (345) belongs to no single state: leave it unknown.
        known = historical.dropna(subset=column)
        known = known[~known[column].duplicated(keep=False)]
        codes = {**dict(zip(known[column].astype(str), known["code"], strict=True)), **codes}
    return codes
