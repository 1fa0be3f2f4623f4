"""Answer questions with sentences that stand in the plans, and show them."""
