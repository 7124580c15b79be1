"""The errors that a person at the command line is meant to read."""


class GradschoolError(Exception):
    """A plain sentence for the user: what was expected, what came, and what to do."""
