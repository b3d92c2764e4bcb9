"""`python -m assistant.cli` is `assistant`."""

from assistant.cli import main

main()
