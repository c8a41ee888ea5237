"""Rules about what the documents say of an item: who answers for it, how it is undone, what proves it, what it needs."""
