"""Rules about waivers: none of them ever turns a requirement into a pass."""
