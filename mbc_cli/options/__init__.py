"""What statements say for a profile, in three-valued logic: a fact that is not given is never taken for a no."""
