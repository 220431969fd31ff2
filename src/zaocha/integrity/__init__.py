"""The integrity adviser's lessons, and the way past this desk for reports of corruption."""
