*** Settings ***
Documentation       The five actions in Robot Framework Browser, in a fresh context for each case.
Library             Browser    timeout=10s
Library             benchmarks.peer_processes.robot_turns

*** Test Cases ***
Every Case
    New Browser    chromium    executablePath=${PROGRAM}
    WHILE    True    limit=NONE
        ${reference} =    Next Turn
        IF    $reference is None    BREAK
        Five Actions    ${reference}
    END

*** Keywords ***
Five Actions
    [Arguments]    ${reference}
    New Context    locale=da-DK    timezoneId=Europe/Copenhagen    serviceWorkers=block
    ...    viewport={'width': 1280, 'height': 900}
    New Page    ${ADDRESS}/ny
    Get Text    h1    ==    Ny registrering
    ${named} =    Get Element By    Label    Ekstern reference    exact=True
    ${dated} =    Get Element By    Label    Dato    exact=True
    Fill Text    ${named}    ${reference}
    Fill Text    ${dated}    03-03-2026
    ${button} =    Get Element By Role    button    name=Gem    exact=True
    Click    ${button}
    Get Text    h1    ==    Kvittering
    ${number} =    Get Text    id=nummer
    Should Not Be Empty    ${number}
    Close Context
