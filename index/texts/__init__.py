"""From texts to passages: sentences, stems, what stands above a passage and how much it can tell."""
