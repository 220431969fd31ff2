"""A company or a demand × an offer: verdict, reasons, order, assignment."""
