"""Proving: what makes records. `prove` executes commands, `capture` picks up what something else has made."""
