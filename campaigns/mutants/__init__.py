"""Mutants: the modules and the policy pack, broken on purpose, to see what tests are worth. See README.md."""
