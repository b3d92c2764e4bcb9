"""The staff's desk: what staff set, choose and look at, kept beside the index."""
