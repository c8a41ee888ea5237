"""Whole runs of the program, timed: a generator of launches, a runner, the budgets, and others on the same items."""
