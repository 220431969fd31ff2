"""Whatever can meet a demand: policies, sites and plant, loans."""
