"""`python -m checklist` is the same as `checklist`."""

from checklist.cli import main

main()
