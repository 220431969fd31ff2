"""Who makes, buys and has to spare what; introductions after two yeses. Who supplies whom is its two ends' secret."""
