"""What the commands do; `flows.cli` only parses."""
