"""Deferrals, waivers and what tracks them: the commands that people use every day."""
