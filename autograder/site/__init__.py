"""``gradschool site``: the course as static pages that need no network."""
