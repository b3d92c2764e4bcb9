"""Whether a post reports on an event that took place. Such posts name topics on which they take no position."""

import re

OPENING = 500
"""Characters in which a report says what took place."""
EVENT = (
    r"(?i:\b(?:conference|seminar|webinar|workshop|training|meeting|summer school|study visit|forum|round ?table"
    r"|assembly"
    r"|symposium|congress|summit|kick-?off|ceremony|hearing|panel|event|conférence|séminaire|webinaire|atelier"
    r"|formation|réunion"
    r"|rencontre|colloque"
    r"|assemblée|journée|conferencia|seminario|taller|jornada|reunión|encuentro|congreso|convegno|conferenza|incontro"
    r"|riunione|conferentie|bijeenkomst|studiedag|webbinarium|konferens|möte|konferenssi|seminaari|kokous)s?\b"
    r"|\b\w*(?:konferenz|tagung|seminar|workshop|webinar|schulung|fortbildung|treffen|versammlung|fachtag"
    r"|kongress)(?:en|s)?\b)"
)
SOME = r"(?:an?|the|its|their|our|this|two|three|four|five|\d+)"
TOOK_PLACE = (
    rf"{EVENT}[^.!?\n]{{0,160}}?\b(?i:took place|(?:was|were) (?:held|organi[sz]ed|hosted|attended)"
    rf"|brought together|gathered"
    r"|came to an end|concluded|a eu lieu|ont eu lieu|s[’']est (?:tenue?|déroulée?)|a réuni|fand\w* |tuvo lugar"
    r"|tuvieron lugar"
    r"|se celebr(?:ó|aron)|reunió|si è (?:tenut|svolt)[oa]|ha riunito|vond(?:en)? plaats|ägde rum|pidettiin)"
)
CAME = (
    rf"\b(?i:(?:organi[sz]ed|hosted|held|ran|convened|took part in|participated in) {SOME}\b"
    r"|(?:gathered|met|came together) (?:in|at|for|to|from|on)\b|(?:se sont réunie?s|s[’']est réunie?"
    r"|ont participé|a organisé)"
    r"|(?:trafen|traf) sich|kamen|veranstaltete|nahmen|organisierte|(?:se reunieron|participaron|organizó)"
    r"|(?:si sono riuniti|hanno partecipato|ha organizzato)|kwamen|organiseerde)"
)
PEOPLE = (
    r"\b(?i:\d+ (?:\w+ ){0,2}(?:participants|people|educators|members|delegates|experts|representatives|practitioners"
    r"|teachers|learners|organisations)\b[^.!?\n]{0,80}\b(?:met|gathered|came together|took part|attended|discussed))\b"
)
HAPPENED = re.compile(rf"{TOOK_PLACE}|{CAME}[^.!?\n]{{0,160}}?{EVENT}|{PEOPLE}")
MET = re.compile(r"\b(?:met|gathered|came together) (?:in|at) [A-Z]")
"""Below a title that names the event."""
SAYS_IT_REPORTS = re.compile(
    rf"\b(?i:report from|notes from|impressions (?:from|of)|highlights (?:from|of)|recap|looking back (?:at|on)"
    rf"|rückblick auf"
    rf"|bericht von|nachlese|retour sur|compte[- ]rendu|crónica|resoconto|terugblik)\b[^\n]{{0,60}}{EVENT}"
    rf"|(?i:\btagungsbericht)"
)
INVITES = re.compile(
    r"(?i)\bregister\b|\bregistration\b|\bsign up\b|\bsave the date\b|\bjoin us\b|\binvites? you\b|\byou are invited\b"
    r"|\binvitation\b|\bapply (?:now|by|before|until|for|here)\b|\bcall for (?:papers|participants|proposals"
    r"|applications"
    r"|abstracts)\b"
    r"|\banmeld|\beinladung|\bladen wir\b|\binscri|\binvitons\b|\binvitamos\b|\binvita a\b|\bilmoittau|\bmeld je aan\b"
)
TAKES_A_POSITION = re.compile(
    r"(?i)\b(?:welcomes|regrets|calls? (?:for|on|upon)|urges?|demands|rejects|opposes|warns|asks for|insists|must"
    r"|should"
    r"|fordert|begrüßt|bedauert|muss|müssen|soll(?:te|ten|en)|demande|regrette|salue|doit|doivent|appelle"
    r"|pide|exige|lamenta|debe|deben|chiede|deve|devono|vaatii|kräver)\b"
)


def reports_event(title: str, text: str) -> bool:
    """Whether title and opening tell of an event that is over, invite to nothing and take no position."""
    opening = text[:OPENING]
    if INVITES.search(f"{title}\n{opening}") or TAKES_A_POSITION.search(f"{title}\n{opening}"):
        return False
    if re.search(EVENT, title) and MET.search(opening):
        return True
    return SAYS_IT_REPORTS.search(title) is not None or HAPPENED.search(f"{title}\n{opening}") is not None
