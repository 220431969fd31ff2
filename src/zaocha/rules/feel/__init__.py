"""The expression language FEEL of the DMN standard: one grammar, one tree, two modes of reading it."""
