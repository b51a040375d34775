"""`make demo`: the main job from an empty machine to the report, on invented post, checked against the truth."""
