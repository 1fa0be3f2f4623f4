"""Read the plans: published text in, passages and records out; no models, no network."""
