"""Entry point of ``python -m analysis``."""

from analysis.cli.main import main

main()
