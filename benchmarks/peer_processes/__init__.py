"""Other queues, each in a process and an environment of its own (`.venv-bench`): nothing here imports Gevinst."""
