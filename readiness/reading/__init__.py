"""Pure readers of text that others own: Markdown, and data as JSON, YAML or TOML. Bytes in, plain values out."""
