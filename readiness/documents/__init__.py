"""The generated documents of launches: drawn up from what is written alone, compared with what lies there, kept.

`drawing` says what should be there, `shelf` what is, `keeping` what that changes and carries it out. Nothing is judged,
so a document changes when its launch does, and never because a day has passed.
"""
