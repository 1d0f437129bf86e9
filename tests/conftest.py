"""What all tests share."""

import os

from hypothesis import HealthCheck, settings

# One thread a worker, as for kernels: threads of linear algebra that wait for one another on a
# busy machine take ten times as long. Read when numpy is first imported, which is later.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

# A limit of time in a test is a guard against hanging, not a measure of the machine.
settings.register_profile("analysis", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("analysis")
