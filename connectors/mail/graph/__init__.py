"""A mailbox in Exchange Online, through Microsoft Graph's REST interface: httpx for the calls, msal for the login."""
