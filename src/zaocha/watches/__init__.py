"""Standing promises: rules over the facts of offers, kept by the machine."""
