"""Formats that other tools read. What a finding is, how grave, and by what it is known again, is said in `findings`."""
