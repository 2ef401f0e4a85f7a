"""The program's name and version, as stamped into every result."""

NAME = "fazhi-checklist"
VERSION = "0.1.0"
