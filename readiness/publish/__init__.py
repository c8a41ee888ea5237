"""Results of `check` and `diff` shown where a change is decided: a comment, a job summary, a status of the commit.

`publishing` is the line from files to what was done; `results` reads, `status`, `page` and `inert` word, `place` says
where, `sticky` keeps one comment one. `github` and `gitlab` speak to the servers and are imported late.
"""
