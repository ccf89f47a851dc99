"""What came back: counted, shown with what is missing, small cells kept back, handed on."""
