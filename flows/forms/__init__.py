"""What the administrator fills in by hand: each file is one form, called like the deployment that shows it.

A form records under the name given in it, does one thing, rewrites the boards concerned, and says in the
run's message what came of it. Filling it in twice does nothing twice. What it is called and how its fields
are explained stands in the catalogues (`form.title.*`, `form.help.*`), its drop-downs in `flows.choices`.
"""
