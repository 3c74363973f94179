"""What came out, for readers: words, figures and pages."""
