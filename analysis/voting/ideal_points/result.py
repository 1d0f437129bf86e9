"""What an estimation of ideal points returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import MeasureError
from analysis.voting.ideal_points.likelihood import probabilities

_CHOICES = ["yes", "abstain", "no"]


@dataclass(frozen=True)
class IdealPointsResult:
    """Ideal points of states by session, and the roll calls' items.

    Parameters
    ----------
    estimates : pandas.DataFrame
        state, session, ideal_point (mean 0 and standard deviation 1 over all rows), sd (its
        standard error; missing if none were asked for) and n_votes (on roll calls used).
    items : pandas.DataFrame
        One row a roll call used: roll_call (its column), session, discrimination,
        yes_cutpoint (below it states vote yes), no_cutpoint (above it no), earlier (column of
        the roll call before on the same text, -1 if none) and n_votes.
    fit : dict
        n_votes, log_likelihood, gmp (geometric mean probability of a vote),
        share_classified (votes whose likeliest choice it was), pre (proportional reduction in
        error against each roll call's commonest vote).
    converged : bool
        Whether the rounds of the estimation settled.
    trace : tuple of float
        Log posterior after each round.
    changes : tuple of float
        Greatest change of an ideal point in each round.
    gradient : float
        Greatest slope of the posterior left, in units of the log posterior.
    settings : dict
        Constants of the model.
    """

    estimates: pd.DataFrame
    items: pd.DataFrame
    fit: dict[str, float]
    converged: bool
    trace: tuple[float, ...]
    changes: tuple[float, ...]
    gradient: float
    settings: dict[str, Any]

    def probabilities(self, states: Sequence[str], roll_call: int) -> pd.DataFrame:
        """Return the probabilities of the three choices on a roll call.

        Parameters
        ----------
        states : sequence of str
            States with an ideal point in the roll call's session.
        roll_call : int
            Column of the votes given to ``fit``.

        Returns
        -------
        pandas.DataFrame
            Index: states; columns yes, abstain, no, which add up to 1.

        Raises
        ------
        MeasureError
            If the roll call was not used or a state has no ideal point in its session.
        """
        item = self.items[self.items["roll_call"] == roll_call]
        if item.empty:
            raise MeasureError(
                f"roll call {roll_call} has no item: all voted alike, or nobody voted"
            )
        rows = self.estimates[self.estimates["session"] == item["session"].item()]
        points = rows.set_index("state")["ideal_point"]
        if missing := [each for each in states if each not in points.index]:
            raise MeasureError(
                f"no ideal point of {', '.join(missing)} in session {item['session'].item()}"
            )
        numbers = item[["discrimination", "yes_cutpoint", "no_cutpoint"]].to_numpy()
        chances = probabilities(points[list(states)].to_numpy(), numbers)
        return pd.DataFrame(chances[:, 0, :], index=list(states), columns=_CHOICES)

    def score(self, votes: np.ndarray, states: Sequence[str]) -> dict[str, float]:
        """Return how well votes, for example held out ones, are predicted.

        Parameters
        ----------
        votes : numpy.ndarray of int8, shape (states, roll calls)
            Votes laid out as those given to ``fit``; 0 or less where none is to be predicted.
        states : sequence of str
            Names of its rows.

        Returns
        -------
        dict
            n_votes (predicted: the roll call has an item and the state an ideal point in its
            session), log_likelihood, gmp and share_classified; the last two missing without any.

        Raises
        ------
        MeasureError
            If votes are not laid out so, or are no whole numbers from 0 to 3.
        """
        matrix, last = np.asarray(votes), int(self.items["roll_call"].max())
        if matrix.ndim != 2 or matrix.shape[0] != len(states) or matrix.shape[1] <= last:
            raise MeasureError(
                f"votes of shape {matrix.shape}: must be {len(states)} states by the roll calls "
                f"given to fit, at least {last + 1}"
            )
        if not np.issubdtype(matrix.dtype, np.integer) or matrix.max(initial=0) > len(_CHOICES):
            raise MeasureError("votes must be whole numbers: 1 yes, 2 abstain, 3 no, 0 for none")
        table = self.estimates.pivot(index="state", columns="session", values="ideal_point")
        known = table.reindex(index=list(states), columns=self.items["session"]).to_numpy()
        given = matrix[:, self.items["roll_call"].to_numpy()]
        row, column = np.nonzero((given > 0) & np.isfinite(known))
        numbers = self.items[["discrimination", "yes_cutpoint", "no_cutpoint"]].to_numpy()
        chances = probabilities(known[row, column], numbers[column], paired=True)
        vote = given[row, column] - 1
        logs = np.log(np.maximum(chances[np.arange(len(vote)), vote], 1e-300))
        found = {"n_votes": len(vote), "log_likelihood": float(logs.sum())}
        if not len(vote):
            return found | dict.fromkeys(("gmp", "share_classified"), float("nan"))
        share = float((chances.argmax(axis=1) == vote).mean())
        return found | {"gmp": float(np.exp(logs.mean())), "share_classified": share}

    def summary(self) -> str:
        """Return the estimation in a few lines of text."""
        lines = [
            "Dynamic ordinal ideal points (ordered probit, Gaussian walk)",
            f"votes                {self.fit['n_votes']:>12,}",
            f"roll calls           {len(self.items):>12,}",
            f"  on recurring texts {(self.items['earlier'] >= 0).sum():>12,}",
            f"state-sessions       {len(self.estimates):>12,}",
            f"log likelihood       {self.fit['log_likelihood']:>12,.1f}",
            f"GMP                  {self.fit['gmp']:>12.4f}",
            f"correctly classified {self.fit['share_classified']:>12.4f}",
            f"error reduced by     {self.fit['pre']:>12.4f}",
            f"rounds               {len(self.trace):>12}",
            f"last change          {self.changes[-1]:>12.1e}",
            f"greatest slope left  {self.gradient:>12.1e}",
            f"converged            {'yes' if self.converged else 'no':>12}",
        ]
        lines += [f"{name:<20} {value!s:>12}" for name, value in self.settings.items()]
        return "\n".join(lines)
