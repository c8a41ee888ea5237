"""Rules about how the evidence of an item stands at the candidate."""
