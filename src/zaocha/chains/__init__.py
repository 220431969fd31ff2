"""Chains and alliances: leader, convener, anchor, members, the map, plan and results."""
