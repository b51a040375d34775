"""MiniWoB++, a public set of small web tasks, solved by the browser kit as it is: page objects to learn the kit from.

The solutions see what a person sees: they read the task's text and work the page by the kit and Playwright's locators.
Only the harness (`episodes`) starts an episode and reads the reward that the page itself gives.
"""
