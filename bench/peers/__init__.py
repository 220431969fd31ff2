"""Other programs given the same rules and companies; they know nothing of Zaocha. Extras of the bench only."""
