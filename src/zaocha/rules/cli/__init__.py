"""Commands of the rule engine; none needs a database."""
