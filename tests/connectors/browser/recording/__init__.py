"""The recorder: what codegen wrote becomes page objects, and nothing that was typed stays anywhere."""
