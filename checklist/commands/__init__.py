"""One module a subcommand, each with a click command called `command`."""
