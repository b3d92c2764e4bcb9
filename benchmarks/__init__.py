"""What is measured: speed and memory (`make bench`), quality on evaluation sets (`make quality`)."""
