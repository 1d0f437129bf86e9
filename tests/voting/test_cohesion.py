"""Cohesion of groups and their distance to a partner, worked by hand and bounded."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis import voting
from analysis.errors import MeasureError

few = settings(max_examples=40, deadline=None)

groups = arrays(int, st.tuples(st.integers(1, 8), st.integers(1, 12)), elements=st.integers(-1, 3))


def column(*votes):
    return np.array(votes)[:, None]


def test_indices_by_hand():
    # Five yes, two no, one abstention, one absent.
    votes = column(1, 1, 1, 1, 1, 3, 3, 2, 0)
    assert voting.rice_index(votes).item() == pytest.approx(3 / 7)
    assert voting.agreement_index(votes).item() == pytest.approx((5 - 3 / 2) / 8)
    # The mean vote is (5*1 + 2*3 + 2) / 8 = 1.625.
    assert voting.distance_to(votes, np.array([3])).item() == pytest.approx((3 - 1.625) / 2)


@few
@given(groups)
def test_indices_lie_between_0_and_1(votes):
    for values in (voting.rice_index(votes), voting.agreement_index(votes)):
        known = values[np.isfinite(values)]
        assert ((known >= -1e-12) & (known <= 1 + 1e-12)).all()


@few
@given(groups)
def test_order_of_members_does_not_matter_nor_who_says_yes(votes):
    mirrored = np.where(votes > 0, 4 - votes, votes)
    for index in (voting.rice_index, voting.agreement_index):
        assert np.allclose(index(votes), index(votes[::-1]), equal_nan=True)
        assert np.allclose(index(votes), index(mirrored), equal_nan=True)


@few
@given(groups, st.integers(1, 3))
def test_distance_of_a_united_group_is_one_minus_its_agreement(votes, said):
    united = np.where(votes > 0, said, votes)
    partner = np.arange(votes.shape[1]) % 3 + 1
    distance = voting.distance_to(united, partner)
    enough = (united > 0).sum(axis=0) >= 2
    assert np.isnan(distance[~enough]).all()
    assert np.allclose(distance[enough], np.abs(said - partner[enough]) / 2)


def test_fewer_than_two_voters_have_no_cohesion():
    votes = np.array([[1, 2, 0], [0, 2, 0]])
    assert np.isnan(voting.rice_index(votes)).all()
    assert np.isnan(voting.agreement_index(votes)).tolist() == [True, False, True]
    assert np.isnan(voting.distance_to(votes, np.array([1, 0, 1]))).all()
    assert voting.summarise_cohesion(votes[:, :1], {}).empty


def test_partner_of_other_roll_calls_is_refused():
    with pytest.raises(MeasureError, match="must be the same"):
        voting.distance_to(np.ones((2, 3), dtype=int), np.ones(4, dtype=int))
