"""Download what the publishers issue: checked, resumable, recorded, and never half a file."""
