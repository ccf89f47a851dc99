"""„Wer bekommt wie viel?“: a sum or persons handed out by a key, to the cent and to the person."""
