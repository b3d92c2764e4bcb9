"""What helps to find a passage: conversations, other names, other languages, phrases, both rankings in one."""
