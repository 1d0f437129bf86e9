"""Checks of arguments that the measures share."""

from __future__ import annotations

import math

from analysis.errors import MeasureError


def require(name: str, value: object, is_allowed: bool, allowed: str) -> None:
    """Raise a MeasureError that names an argument, its value and what is allowed, unless allowed.

    Parameters
    ----------
    name : str
        Name of the argument.
    value : object
        What was given.
    is_allowed : bool
        Whether it may pass.
    allowed : str
        What is allowed, in words.

    Raises
    ------
    MeasureError
        If the value is not allowed.

    Examples
    --------
    >>> require("grace_years", 12, False, "0 to less than the maturity")
    Traceback (most recent call last):
    analysis.errors.MeasureError: grace_years is 12; allowed: 0 to less than the maturity
    """
    if not is_allowed:
        raise MeasureError(f"{name} is {value!r}; allowed: {allowed}")


def require_rate(name: str, value: float) -> None:
    """Raise a MeasureError unless a rate (share a year) is finite and above -1.

    Parameters
    ----------
    name : str
        Name of the argument.
    value : float
        The rate.

    Raises
    ------
    MeasureError
        If it is not.

    Examples
    --------
    >>> require_rate("discount_rate", 0.05)
    """
    require(name, value, math.isfinite(value) and value > -1, "a finite number above -1")


def require_amount(name: str, value: float) -> None:
    """Raise a MeasureError unless an amount is finite and above 0.

    Parameters
    ----------
    name : str
        Name of the argument.
    value : float
        The amount.

    Raises
    ------
    MeasureError
        If it is not.

    Examples
    --------
    >>> require_amount("face", 35.2)
    """
    require(name, value, math.isfinite(value) and value > 0, "a finite amount above 0")
