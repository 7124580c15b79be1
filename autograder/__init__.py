"""Gradient School's grader: everything that turns a submission into a grade."""
