"""Chinese text: categories, names, quantities, dates, minutes and search words. Pure; knows no Django."""
