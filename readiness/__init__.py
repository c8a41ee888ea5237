"""Launch readiness from real artefacts: typed YAML in, one explained go or no-go out."""

__version__ = "0.1.0"
