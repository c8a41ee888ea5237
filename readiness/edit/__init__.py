"""Edits of documents that keep comments, order, quoting, indentation and width."""
