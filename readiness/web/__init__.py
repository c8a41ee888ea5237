"""How servers are spoken to over HTTP: one origin, bounded answers and time, retries that are safe, tokens kept secret.

`session` opens one; every other module is a part of it, but for `refusals`, which words what a server refuses.
"""
