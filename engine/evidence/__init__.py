"""What defaults and validation rest on: coded cases, challenged commitments, violation series."""
