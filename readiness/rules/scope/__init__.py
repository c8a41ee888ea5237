"""Rules about a launch as a whole: its surfaces, behaviours, unsupported cases, and what covers the candidate."""
