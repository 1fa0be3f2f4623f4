"""Find: passages in, ranked hits out."""
