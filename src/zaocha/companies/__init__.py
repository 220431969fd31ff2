"""The register of companies: who they are, how they are called, whom to reach."""
