"""What all tests share: how properties are searched for counterexamples, and that signals reach what tests start."""

import os
import signal

from hypothesis import settings

# A shell starts what runs in the background with interrupts ignored, and children inherit that: tests of Ctrl-C would
# then say something about how they were started.
for interruption in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(interruption) is signal.SIG_IGN:
        signal.signal(interruption, signal.default_int_handler)

# A machine that is busy is no counterexample. In CI the same commit has to give the same answer every time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
