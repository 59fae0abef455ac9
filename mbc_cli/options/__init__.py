"""What statements say for a profile: three-valued, and never a silent no."""
