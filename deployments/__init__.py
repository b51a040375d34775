"""How it runs: settings, pool, limits and automations as data, with the thin scripts that put them in place."""
