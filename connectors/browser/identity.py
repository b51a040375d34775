"""What an identity page shows, as data: where the user and the password go, and by what each hindrance is known.

Each value is one or more of Playwright's selectors. What ADFS and Entra deliver has ids, which are the same in every
language; where there is only text, it is here in Danish and in English.
"""

from pydantic import BaseModel, ConfigDict, Field

Selectors = tuple[str, ...]


class IdentityPage(BaseModel):
    """One provider's pages.

    Attributes:
        user: The field for the account.
        next_button: What leads from the account to the password, where they are two pages.
        password: The field for the password.
        submit: What sends it.
        refused: What shows when the account or the password isn't taken.
        mfa: What shows when a second factor is asked for.
        expired: What shows when the password must be changed before anything else.
        expires_soon: What shows when it must be changed in some days.
        later: What is pressed to go on without changing it.
        stay_signed_in: The question whether to stay signed in.
        stay_answer: What is pressed then.
        other_account: What is pressed where accounts to choose from are shown.
        notice: A page that must be acknowledged each time; none by itself.
        notice_button: What acknowledges it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    user: Selectors = Field(min_length=1)
    next_button: Selectors = ()
    password: Selectors = Field(min_length=1)
    submit: Selectors = Field(min_length=1)
    refused: Selectors = Field(min_length=1)
    mfa: Selectors = Field(min_length=1)
    expired: Selectors = ()
    expires_soon: Selectors = ()
    later: Selectors = ()
    stay_signed_in: Selectors = ()
    stay_answer: Selectors = ()
    other_account: Selectors = ()
    notice: Selectors = ()
    notice_button: Selectors = ()


_MFA_TEXTS = (
    "text=/godkend.{0,20}(anmodning|log ?på|logon)/i",
    "text=/approve.{0,20}(sign.?in )?request/i",
    "text=/(bekræft|verificer) (din )?identitet/i",
    "text=/verify your identity/i",
    "text=/flere oplysninger er påkrævet/i",
    "text=/more information required/i",
    r"text=/(indtast|angiv).{0,12}\bkode\b/i",  # not "Angiv adgangskode"
    "text=/enter (the |your )?(verification )?code/i",
)
_EXPIRED_TEXTS = (
    "text=/adgangskode.{0,20}(er udløbet|skal (opdateres|ændres))/i",
    "text=/opdater (din )?adgangskode/i",
    "text=/password (has|is) expired/i",
    "text=/update your password/i",
)
_SOON_TEXTS = ("text=/adgangskode.{0,20}udløber/i", "text=/password.{0,20}(will )?expires? (in|soon|on)/i")
_LATER = ("role=button[name=/^(fortsæt|continue|senere|later|ikke nu|not now|spring over|skip)/i]",)

ADFS = IdentityPage(
    user=("#userNameInput",),
    next_button=("#nextButton",),
    password=("#passwordInput",),
    submit=("#submitButton",),
    refused=("#errorText:not(:empty)",),
    mfa=("#verificationCodeInput", *_MFA_TEXTS),
    expired=("#oldPasswordInput", *_EXPIRED_TEXTS),
    expires_soon=_SOON_TEXTS,
    later=_LATER,
)
"""As Windows Server's ADFS delivers it: both on one page, or the account first."""

ENTRA = IdentityPage(
    user=("input[name=loginfmt]",),
    next_button=("#idSIButton9",),
    password=("input[name=passwd]:not([aria-hidden=true])",),  # the first page has one too, off the screen
    submit=("#idSIButton9",),
    refused=tuple(f"#{each}:not(:empty)" for each in ("usernameError", "passwordError", "i0116Error", "i0118Error")),
    mfa=("#idDiv_SAOTCAS_Title", "#idDiv_SAOTCC_Title", "#idDiv_SAOTCS_Title", "#idTxtBx_SAOTCC_OTC", *_MFA_TEXTS),
    expired=("#currentPassword", "#newPassword", *_EXPIRED_TEXTS),
    expires_soon=_SOON_TEXTS,
    later=_LATER,
    stay_signed_in=(
        "#KmsiDescription",
        "#KmsiCheckboxField",
        "text=/forbliv logget på\\?/i",
        "text=/stay signed in\\?/i",
    ),
    stay_answer=("#idBtn_Back",),
    other_account=("#otherTile",),
)
"""As Microsoft's sign-in delivers it: the account, then the password, then whether to stay signed in (No)."""
