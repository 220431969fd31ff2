"""The wall: figures as data, each open to its rows."""
