"""All companies against all policies at once: bits instead of objects, the meaning of `rules.walking` kept."""
