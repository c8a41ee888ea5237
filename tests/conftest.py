"""What all tests share: how long, and from where, properties are searched for counterexamples."""

import os

from hypothesis import settings

# A machine that is busy is no counterexample. In CI the same commit has to give the same answer every time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
