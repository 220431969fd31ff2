"""Settings, addresses, navigation, server and command line."""
