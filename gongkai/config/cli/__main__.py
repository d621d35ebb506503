"""`python -m gongkai.config.cli`: the same command, for the processes that `serve` starts."""

from gongkai.config.cli import main

main()
