"""Kernels that are spoken to over private sockets and never outlive the run."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import threading
from typing import Any

from jupyter_client.manager import AsyncKernelManager, KernelManager
from traitlets import Dict

from analysis.errors import AnalysisError

# A Unix socket's path may hold 104 bytes on macOS; Jupyter adds about 20 to the folder's.
LONGEST_FOLDER = 80

_running: set[KernelManager] = set()
_lock = threading.Lock()
_stopping = threading.Event()


class InterruptedRunError(AnalysisError):
    """The run was interrupted; no further kernel is started."""


class PrivateKernelManager(KernelManager):
    """Manager of a kernel whose Unix sockets lie in a folder that only this user can enter.

    A plain TCP kernel listens on ports that every user of the machine can reach; ipykernel 7
    warns about it. Sockets in a private folder have no ports, hence no port races either.
    """

    extra_environment = Dict().tag(config=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._folder = tempfile.mkdtemp(prefix="analysis-kernel-")
        if len(self._folder) > LONGEST_FOLDER:
            os.rmdir(self._folder)
            self._folder = tempfile.mkdtemp(prefix="analysis-kernel-", dir="/tmp")
        self.transport = "ipc"
        self.connection_file = os.path.join(self._folder, "kernel.json")

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        if _stopping.is_set():
            shutil.rmtree(self._folder, ignore_errors=True)
            raise InterruptedRunError("interrupted before the kernel was started")
        environment = {**os.environ, **kwargs.get("env", {}), **self.extra_environment}
        # One thread a kernel: kernels already share the cores, and sums then have one order.
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            environment[name] = "1"
        with _lock:
            _running.add(self)
        return await super()._async_pre_start_kernel(**{**kwargs, "env": environment})

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart=restart)
        if not restart:
            with _lock:
                _running.discard(self)
            shutil.rmtree(self._folder, ignore_errors=True)


class AsyncPrivateKernelManager(PrivateKernelManager, AsyncKernelManager):
    """The same for papermill, whose client awaits its kernel manager."""

    cleanup_resources = PrivateKernelManager._async_cleanup_resources


def kill_all() -> None:
    """Kill every kernel of this process at once, and start no more.

    The threads that wait for these kernels end with an error of their own.
    """
    _stopping.set()
    with _lock:
        managers = list(_running)
    for manager in managers:
        pid = getattr(manager.provisioner, "pid", None)
        if pid:
            # Each kernel leads a process group of its own, so its children go with it.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)


def is_stopping() -> bool:
    """Return True after :func:`kill_all`: what ends now was interrupted and has not failed."""
    return _stopping.is_set()


def allow_again() -> None:
    """Let kernels be started again after :func:`kill_all`."""
    _stopping.clear()
