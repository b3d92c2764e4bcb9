"""What a document is, by its title and opening words.

A rule speaks only where the words leave no doubt; a text that none is sure of stays what its source makes of it: a PDF
a statement, a post a post. What staff write in the catalogue goes before.
"""

import re

from corpus.posts.events import reports_event

OPENING = 700
"""Characters in which a text says what it is."""
LONGEST_TITLE = 300
"""Characters of a title that are looked at."""
ORGANISATION = r"(?:(?:The|Our|Die|Das|La|Le) |L[’'])?(?:[A-Z]\w*[A-Z]\w*(?:[’']s?)?[ -])?"
"""An abbreviation, before the noun: "EAEA’s ", "The EAEA ", "EAEA-"."""
ON = (
    r"(?:\s*[:–—]|\s+-|\s+(?i:on|regarding|about|concerning|to|for|sur|pour|à|aux?|zu|zum|zur|über|für|sobre|a|su"
    r"|sul|sulla"
    r"|over|om)\b)"
)
"""What a statement is on, or whom it is to."""
BY = r"\s+(?i:of|by|from|de|du|des|d[’']\w+|der|von|del|della|dell[’']\w+|van|av)\b"
BY_US = r"\s+(?i:of|by|from|de|der|von|del?|della|van|av)\s+(?:(?i:the|la|der|die) )?(?:[lL][’'])?[A-Z]\w*[A-Z]"
"""An owner that is an abbreviation: there are declarations of towns, and positions of anything."""
OWN = (
    r"(?i:(?:policy |public |official |board |general assembly |written )?(?:statement|position paper|open letter"
    r"|resolution)"
    r"|prise de position|lettre ouverte|stellungnahme|positionspapier|offener brief|posicionamiento|carta abierta"
    r"|presa di posizione|lettera aperta|standpunt|kannanotto|uttalande|ställningstagande)"
)
ANYBODYS = (
    r"(?i:(?:policy |public |official |common )?(?:position|declaration|manifesto)|déclaration|manifeste|erklärung"
    r"|declaración|manifiesto|dichiarazione|verklaring)"
)
JOINT = (
    r"(?i:joint (?:civil society )?(?:policy |position |open )?(?:statement|position|paper|declaration|letter"
    r"|call|appeal"
    r"|reply|response|contribution)|common (?:statement|declaration|letter|call)"
    r"|(?:déclaration|prise de position|lettre|contribution|réponse) (?:commune|conjointe)"
    r"|gemeinsame[rs]? (?:stellungnahme|erklärung|position(?:spapier)?|brief|aufruf)|(?:declaración|posición"
    r"|carta) conjunta"
    r"|(?:dichiarazione|lettera) congiunta|gezamenlijke? (?:verklaring|brief|standpunt)|yhteinen kannanotto"
    r"|gemensamt uttalande)"
)
ANSWER = r"(?:reply|response|contribution|answer|submission|input|feedback)"
ASKED = r"(?:consultation|call for evidence|green paper)"
"""How the Commission asks for views."""
REPLY = (
    rf"(?i:{ANSWER}s? (?:(?:of|by|from) [^.\n]{{2,80}}? )?(?:to|for) [^.\n]{{0,80}}?\b{ASKED}|consultation {ANSWER}"
    r"|(?:réponse|contribution) (?:d[eu’'][^.\n]{0,80}? )?(?:à|au cours de) [^.\n]{0,40}?\bconsultation"
    r"|(?:beitrag|antwort|stellungnahme) (?:[^.\n]{2,60}? )?(?:zur|auf die"
    r"|im rahmen der) [^.\n]{0,40}?\b\w*konsultation"
    r"|konsultationsbeitrag|(?:respuesta|contribución) (?:del? [^.\n]{2,60}? )?a la consulta"
    r"|(?:risposta|contributo) (?:d[ei][^.\n]{1,60}? )?alla consultazione"
    r"|(?:reactie|bijdrage|antwoord) (?:van [^.\n]{2,60}? )?(?:op|aan) de [^.\n]{0,30}?(?:consultatie"
    r"|raadpleging)|remissvar)"
)
REPLY_BELOW = re.compile(
    rf"(?i)\b{ASKED}\b[^.\n]{{0,100}}(?::|–|—) ?(?:the |our )?(?:\w+[’']s |\w+ )?(?:reply|response|contribution"
    rf"|answer)\b"
)
SAYS_IT_REPLIES = re.compile(
    rf"(?i)\bth(?:is|e present) (?:statement|paper|document|text|position|contribution"
    rf"|reply)\b[^.\n]{{0,40}}? (?:is|forms) "
    rf"(?:the|our|an?) (?:\w+ )?{ANSWER} (?:(?:of|by|from) [^.\n]{{2,100}}? )?to [^.\n]{{0,60}}?\b{ASKED}"
    rf"|\b(?:opportunity|possibility|invitation) to (?:take part|contribute|respond|reply|comment|participate"
    rf"|give feedback)"
    rf"\b[^.\n]{{0,40}}\b{ASKED}|\bour {ANSWER} to [^.\n]{{0,60}}?\b{ASKED}"
)
ANNOUNCED = re.compile(
    r"(?i)\b(?:publish|launch|releas|adopts?\b|adopted|signs?\b|signed|submit|joins?\b|joined|endors|out now"
    r"|available|opens\b"
    r"|have your say|veröffentlicht|publi(?:e|ée?)\b|publica\b)"
)
"""In a title: the text is about a statement, and is none."""
ELSEWHERE = re.compile(
    r"(?im)^(?:• )?(?:please |you can )?(?:read|download|find|see|lire|lisez|télécharge[rz]|lesen sie|hier lesen"
    r"|zum volltext"
    r"|lea|leer|descargar?|leggi|scarica|lees)\b[^.\n]{0,90}\b(?:statement|paper|reply|response|contribution"
    r"|letter|position"
    r"|declaration|text|document|pdf|déclaration|texte|réponse|stellungnahme|erklärung|antwort|beitrag|positionspapier"
    r"|declaración|texto|respuesta|dichiarazione|testo|verklaring)\b"
    r"|\bfull (?:statement|text|paper|reply|response)\b[^.\n]{0,40}\b(?:available|here|below|online)\b"
)
"""The text itself stands elsewhere; this one presents it."""
BEGINS_JOINT = re.compile(
    rf"^{ORGANISATION}{JOINT}(?:{ON}|{BY})|^{JOINT}$|[:–—] (?i:an? |our |the )?{JOINT}\b|\({JOINT}\)$"
)
BEGINS_REPLY = re.compile(rf"(?:^|[:–—] ){ORGANISATION}{REPLY}")
BEGINS_STATEMENT = re.compile(rf"^{ORGANISATION}(?:{OWN}(?:{ON}|{BY})|{ANYBODYS}(?:{ON}|{BY_US}))")
NAMES_JOINT = re.compile(JOINT)
NAMES_REPLY = re.compile(REPLY)


def kind_of(told: str, title: str, text: str, letterhead: str = "", *, signed: bool = False) -> str:
    """The kind of a document that its reader took for `told`; `signed` when organisations signed it below.

    Only "post" and "statement" are looked at closer: every other kind is somebody's own word.
    """
    title, opening = title[:LONGEST_TITLE], text[:OPENING]
    if told == "statement":
        head = f"{letterhead}\n{title}"
        if signed or NAMES_JOINT.search(head):
            return "joint statement"
        replies = NAMES_REPLY.search(head) or REPLY_BELOW.search(head) or SAYS_IT_REPLIES.search(opening)
        return "consultation reply" if replies else told
    if told == "post":
        return _published(title, text, signed) or ("event report" if reports_event(title, text) else told)
    return told


def _published(title: str, text: str, signed: bool) -> str:
    """What a post is that holds a statement itself; "" for one that tells of a statement, or of anything else."""
    if ANNOUNCED.search(title) or ELSEWHERE.search(text):
        return ""
    if signed or BEGINS_JOINT.search(title):
        return "joint statement"
    if BEGINS_REPLY.search(title) or REPLY_BELOW.search(title):
        return "consultation reply"
    return "statement" if BEGINS_STATEMENT.search(title) else ""
