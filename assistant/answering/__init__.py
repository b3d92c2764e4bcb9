"""From hits to an answer: what is asked, which sentences answer it, how sure that is, or why nothing is said."""
