"""What the harness costs, as ratios measured within one run: ./invokew bench. See docs/operations.md."""
