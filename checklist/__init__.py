"""The application: commands, batch runs, settings, evaluation."""
