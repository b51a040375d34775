"""Work items: the queue, the loop that works through it, guarded writes and the commit that posts the gain."""
