"""Rules: facts, the expression language FEEL, policies, decision tables. Pure: no Django, no database."""
