"""Rules about an item: who answers for it, how it is undone, what proves it, what it needs."""
