"""Exit status of every command. When several apply: USAGE over UNREAD over GATE."""

DONE = 0
GATE = 1  # a gate the user asked for failed
USAGE = 2  # wrong usage, settings or rules: nothing was scored
UNREAD = 3  # some inputs could not be read or judged
INTERRUPTED = 130
