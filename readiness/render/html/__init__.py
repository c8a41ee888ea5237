"""A launch as one HTML page: `page` renders, `graph`, `picture` and `timeline` draw, `entries` tells the items."""
