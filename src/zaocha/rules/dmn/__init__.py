"""Decision models of the DMN standard: read, evaluated, tested against the public kit; decision tables by themselves."""
