"""Measure: answers in, scores out."""
