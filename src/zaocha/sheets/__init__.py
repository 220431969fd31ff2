"""Files that come from and go to offices: text, .docx, .xlsx, .csv, calendar files and QR codes."""
