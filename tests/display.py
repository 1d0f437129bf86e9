"""What a call shows in a notebook, caught in a real IPython shell."""

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config


def displayed(function, *arguments, **named):
    """Call a function and return the outputs that it displays, in order."""
    if not InteractiveShell.initialized():
        InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    with capture_output() as captured:
        function(*arguments, **named)
    return captured.outputs
