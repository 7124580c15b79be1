"""Tests that are tested: mutants of every reference, the units' answer banks, and the hints that come of them."""
