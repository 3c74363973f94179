"""What it means: validation against history and known answers."""
