"""The rules of the caseworkers' desk."""
