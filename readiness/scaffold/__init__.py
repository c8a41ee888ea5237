"""What `readiness init` does: look at a repository, ask a little, and write a first launch that fits what was seen.

`looking` → `questions` → `composing` → `writing`: facts, answers, files as text, files. What a launch may ask for
is data, in `templates/catalogue`. Nothing that is there is ever overwritten.
"""
