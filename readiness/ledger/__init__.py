"""Records on file: how they are written down, signed, stored, found again and believed."""
