"""What the gravity of trade expects of a pair of states, and how far the actual flow is from it."""

from __future__ import annotations

from analysis.trade.gravity.benchmark import BENCHMARK as BENCHMARK
from analysis.trade.gravity.benchmark import SPECIFICATIONS as SPECIFICATIONS
from analysis.trade.gravity.benchmark import Estimated as Estimated
from analysis.trade.gravity.benchmark import Specification as Specification
from analysis.trade.gravity.benchmark import compare_with_expected as compare_with_expected
from analysis.trade.gravity.benchmark import estimate as estimate
from analysis.trade.gravity.benchmark import stack_sums as stack_sums
from analysis.trade.gravity.benchmark import sum_expected as sum_expected
from analysis.trade.gravity.estimate import fit_ppml as fit_ppml
from analysis.trade.gravity.estimate import reset_test as reset_test
from analysis.trade.gravity.expectation import covariance as covariance
from analysis.trade.gravity.expectation import expected_flows as expected_flows
from analysis.trade.gravity.expectation import sum_log_error as sum_log_error
from analysis.trade.gravity.panel import AGREEMENT as AGREEMENT
from analysis.trade.gravity.panel import GEOGRAPHY as GEOGRAPHY
from analysis.trade.gravity.panel import add_size as add_size
from analysis.trade.gravity.panel import gravity_panel as gravity_panel
from analysis.trade.gravity.panel import is_with_region as is_with_region
from analysis.trade.gravity.panel import rename_states as rename_states
