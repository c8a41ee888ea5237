"""The command line: parse, call, print, exit. One module a command; `app` puts them together."""
