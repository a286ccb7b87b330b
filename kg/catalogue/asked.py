"""What the words of a question mean: terms that a question in Dutch or English shares with the stored queries.

A term is the stem of a word, or a concept of the field where several words say one thing ("doelstelling", "goal").
Words that negate are a concept of their own: goals with and without an indicator are two questions.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

import snowballstemmer  # type: ignore[import-untyped]

NOT = "=not"
"""The concept of words that negate."""
WEAK = frozenset({"=count", "=programme", "=year", "=document", "=city", "=council"})
"""Concepts that nearly every question names, and that tell few apart."""

LANGUAGES = ("nl", "en")

_STOP = {
    "nl": """
        aan al alle allemaal als bij daar dan dat de den der deze die dit door doe doet dus echt een eens en er
        erg even ga gaan gaat gaf gedaan geef geeft graag had hadden heb hebben heeft heen hen het hij hoe
        hoeveel hoort horen hun ik iets in is ja je jij juist kan komen komt krijgen kregen kreeg kun kunnen
        kunt laat laten lijst m maak mag me men met mij mijn moet moeten na naar nou nu of om ons onze ook op
        overal over overzicht per precies s samen staan staat sta te ten ter tijdens toch toen ton toon tot
        tussen uit uw u van vanuit versus vertel via volgens voor waar waarin waarom waarop waarover wanneer waren was
        wat we welk welke wel werd werden wie wij wil willen word worden wordt zal zie zien zij zijn zit zitten
        zo zou zouden ze zich
    """,
    "en": """
        a about all also am an and any are as at be been being belong belongs by can come comes could did do
        does done during each ever every find for from get gets give given go goes had has have having he her
        here his how i if in into is it its just let like list lists m many may me might much must my of on or
        our out per please s shall she show shows should so some stand stands such t take tell than that the
        their them then there these they this those to up us use versus very was we were what when where which while
        who whom whose why will with would you your
    """,
}  # fmt: skip

_CONCEPTS: dict[str, tuple[str, str]] = {
    NOT: (
        "geen niet zonder nooit niets niemand nergens noch ontbreken ontbreekt ontbrak ontbraken ontbrekende "
        "ontbrekend mist missen missend missende",
        "no not non without none never nothing nobody nowhere neither nor cannot lack lacks lacked lacking missing "
        "absent",
    ),
    "=programme": ("programma programma's", "programme program programmes"),
    "=year": ("jaar jaren", "year years"),
    "=document": ("document documenten stuk stukken", "document documents"),
    "=city": ("gemeente stad", "municipality city"),
    "=council": ("raad gemeenteraad raadslid", "council councillor"),
    "=area": ("beleidsterrein beleidsterreinen terrein", "area areas"),
    "=goal": ("doel doelen doelstelling doelstellingen", "goal objective aim"),
    "=tree": ("doelenboom opgebouwd opbouw structuur boom", "tree structure built hierarchy"),
    "=performance": ("prestatie prestaties", "performance performances"),
    "=indicator": ("indicator indicatoren effectindicator kengetal", "indicator indicators kpi kpis"),
    "=target": ("streefwaarde streefwaarden streefcijfer", "target targets"),
    "=met": (
        "gehaald halen haalde haalden haalt behaald behaalde bereikt bereikte",
        "met meet meets reach reached reaches achieve achieved attain attained hit fulfil fulfilled",
    ),
    "=outcome": ("uitkomst uitkomsten realisatie", "result results outcome outcomes"),
    "=judge": (
        "beoordelen beoordeeld beoordeelbaar beoordeelbare oordeel",
        "judge judged judgeable assess assessed assessable",
    ),
    "=behind": ("achter achterlopen achterlopende achterblijven achterstand", "behind lag lagging lags short"),
    "=reword": (
        "verwoord verwoording geformuleerd formulering omschreven herschreven bewoording",
        "reword reworded rewording phrase phrased phrasing rephrased rewritten wording worded formulated",
    ),
    "=explain": ("toelichting toelichtingen toegelicht uitleg uitgelegd verklaard", "explanation explain explained"),
    "=plan": ("gepland geplande plannen voornemen", "plan planned"),
    "=party": ("partij partijen organisatie organisaties partners", "party parties organisation organization partner"),
    "=reserve": ("reserve reserves", "reserve reserves"),
    "=affiliated": ("verbonden", "affiliated"),
    "=execute": (
        "uitvoeren uitgevoerd voert voeren uitvoering uitvoerder uitvoerders uitvoerende",
        "execute executes executed executing execution perform implement",
    ),
    "=load": ("geladen ingelezen", "loaded load ingested"),
    "=money": ("geld bedrag bedragen", "money amount amounts"),
    "=cost": (
        "kosten kost kostte gekost lasten uitgaven uitgave",
        "cost costs expense expenses expenditure spending spent spend",
    ),
    "=revenue": ("baten inkomsten opbrengst opbrengsten", "revenue revenues income"),
    "=budget": ("begroting begroot begrote", "budget budgets budgeted"),
    "=account": ("rekening jaarrekening werkelijk werkelijke", "account accounts actual actually"),
    "=difference": ("verschil verschillen", "difference differences"),
    "=overspent": (
        "overschreden overschrijding overschrijdt overschrijden",
        "overspent overspend overspending exceeded",
    ),
    "=change": (
        "wijziging wijzigingen gewijzigd begrotingswijziging begrotingswijzigingen verandering veranderd",
        "change changes changed amendment amended",
    ),
    "=restate": (
        "aangepast aanpassing herzien gecorrigeerd correctie bijgesteld",
        "restate restated restatement corrected correction adjusted",
    ),
    "=cover": ("gedekt dekking dekken dekt kostendekking", "cover covers covered coverage"),
    "=grant": ("rijksbijdrage rijksbijdragen rijk", "grant grants"),
    "=fund": ("betaald betaalt bekostigd gefinancierd financiering", "fund funded funding paid pays financed"),
    "=inhabitant": ("inwoner inwoners inwonertal", "inhabitant inhabitants resident residents"),
    "=price": ("prijs prijzen prijspeil inflatie", "price prices inflation deflated"),
    "=share": ("deel aandeel percentage", "share part percentage proportion"),
    "=link": ("koppelen gekoppeld koppeling koppelingen", "link links linked"),
    "=worse": ("slechter slechtere verslechterd", "worse worsened"),
    "=improve": ("verbetering verbeteren beter", "improve improvement improved better"),
    "=more": ("meer", "more"),
    "=less": ("minder", "less fewer"),
    "=most": (
        "meest meeste hoogste grootste beste duurste belangrijkst belangrijkste",
        "most highest largest biggest greatest best dearest",
    ),
    "=least": ("minst minste laagste kleinste slechtste goedkoopste", "least lowest smallest fewest worst cheapest"),
    "=ahead": ("voorsprong vooruit", "ahead"),
    "=movement": (
        "mutatie mutaties toevoeging toevoegingen onttrekking onttrekkingen toegevoegd onttrokken",
        "movement movements addition additions withdrawal withdrawals withdrawn",
    ),
    "=stock": ("stand saldo", "stock balance"),
    "=authorise": (
        "toegestaan toestond goedgekeurd goedkeuring goedkeurde geautoriseerd autorisatie machtiging",
        "authorise authorised authorisation authorized approve approved allowed",
    ),
    "=deviation": ("afwijking afwijkingen", "deviation deviations"),
    "=otherwise": ("anders", "differently otherwise"),
    "=sum": ("optelling optellingen optellen som sommen tellen telt totaal totalen", "sum sums add adds total totals"),
    "=zero": ("nul", "zero"),
    "=new": ("nieuw nieuwe bijgekomen bijkwam", "new added"),
    "=dropped": ("vervallen verdwenen verdween verdwijnen geschrapt", "dropped disappeared removed vanished gone"),
    "=raised": ("verhoogd hoger", "raised higher"),
    "=lowered": ("verlaagd lager", "lowered lower"),
    "=break": ("onderbroken onderbreking onderbrekingen breuk breuken", "break breaks broken interrupted interruption"),
    "=series": ("reeks reeksen verloop verliep liep trend geschiedenis", "series trend trends history"),
    "=cite": ("genoemd genoemde noemen noemt aangehaald", "cite cites cited mention mentions mentioned named"),
    "=reference": ("verwijzing verwijzingen verwijzen verwezen verwijst", "reference references refer refers referred"),
    "=dead": ("dood dode doodlopende doodlopen", "dead dangling"),
    "=source": ("bron bronnen", "source sources"),
    "=decision": ("besluit besluiten beslist", "decision decisions decided"),
    "=agree": ("hetzelfde overeen overeenkomen gelijk", "agree agrees same match"),
    "=doubt": ("twijfel twijfelachtig onzeker onzekere", "doubt doubts doubtful uncertain"),
    "=sure": ("zeker", "sure certain"),
    "=answer": ("beantwoorden beantwoord antwoord antwoorden", "answer answers answered answerable"),
    "=right": ("kloppen klopt juist", "right correct"),
    "=region": ("regio regionaal regionale", "region regional"),
    "=national": ("landelijk landelijke", "national nationwide"),
    "=mandatory": ("verplicht verplichte", "mandatory obligatory required compulsory"),
    "=measure": ("gemeten meten meting metingen", "measured measure measures"),
    "=later": ("later latere", "later"),
    "=earlier": ("eerder eerdere vroeger vorig vorige", "earlier before previous"),
    "=grow": ("groei groeit groeide toename", "growth grow grows grew"),
    "=partial": ("deels gedeeltelijk gedeeltelijke halfjaar", "partial partly"),
    "=figure": ("cijfer cijfers", "figure figures number numbers"),
    "=count": ("aantal aantallen", "count counts"),
    "=text": ("tekst teksten", "text texts"),
}

KINDS = frozenset(
    {
        "=programme", "=area", "=goal", "=performance", "=indicator", "=target", "=outcome", "=reserve", "=document",
        "=party", "=decision", "=source", "=deviation", "=reference", "=grant", "=inhabitant", "=region",
    }
)  # fmt: skip
"""Concepts of things that the documents tell apart: who asks about one is not answered about another."""
STATES = frozenset(
    {
        "=met", "=judge", "=behind", "=ahead", "=reword", "=overspent", "=restate", "=raised", "=lowered", "=dropped",
        "=new", "=doubt", "=measure", "=improve", "=worse", "=load", "=execute", "=link", "=authorise", "=mandatory",
        "=national", "=cover", "=break", "=earlier", "=most",
        "=least",
    }
)  # fmt: skip
"""Concepts of how a thing is or what became of it: a question that has one hinges on it."""

OPPOSITES = {
    one: other
    for pair in (
        ("=more", "=less"),
        ("=most", "=least"),
        ("=behind", "=ahead"),
        ("=worse", "=improve"),
        ("=raised", "=lowered"),
        ("=new", "=dropped"),
        ("=sure", "=doubt"),
    )
    for one, other in (pair, pair[::-1])
}
"""Terms that are each other's opposite: who asks for one is not answered with the other."""

_PHRASES: dict[str, tuple[tuple[str, str], ...]] = {
    # What a text says of a verdict does not negate the question.
    "nl": (
        (r"\b(?:niet te zeggen|of niet|of geen|wel of niet|niet (?:alleen|slechts))\b", " "),
        (r"\b(?:en|of) (?:wat|welke|hoeveel) (?:(?:is|zijn|werd|werden|deden) )?(?:niet|gemist)(?=\W*$)", " "),
        (r"\b(?:missen|mist|misten|miste) (?=(?:hun|zijn|haar)\b)|\bgemiste?\b", " niet gehaald "),
        (r"\bgeen enkele?\b", " geen "),
        (r"\bnergens (?:heen|naartoe|toe|uit|uitkomen|uitkomt)\b", " dood "),
        (r"\b(?:en|of) wat niet\b", " "),
        (r"\bnog niet\b", " open "),
        (r"\bniet (?:helemaal )?zeker\b", " twijfel "),
        (r"\b(?:loopt|lopen|liep|liepen) voor\b", " voorsprong "),
        (r"\bgecorrigeerd voor\b", " "),
        (r"\b(?:jaarstukken|jaarverslag|bestuursrapportage|programmabegroting)\b", " document "),
        (r"\b(?:half|halve) jaar\b", " halfjaar "),
        (r"\b(?:gaf|gaven|geeft|geven) meer uit\b|\bmeer uit(?:gaf|gaven|gegeven)\b", " overschreden "),
        (r"\b(?:niet|geen)(?: over)? (?:een )?(?:heel|hele|volledig) jaar\b", " halfjaar "),
        (r"\bhoeveel van\b", " deel "),
        (r"\bhoeveel (?!geld|kost|gaat|gaan|zit|is|wordt|deel)", " aantal "),
        (r"\bper hoofd(?: van de bevolking)?\b", " inwoner "),
        (r"\bop te tellen\b", " optellen "),
        (r"\berbij\b", " nieuw "),
    ),
    "en": (
        (r"\b(?:not to be said|or not|cannot be said|not (?:only|just|merely)|not (?=(?:\w+ ){1,3}alone\b))", " "),
        (r"\band (?:what|which|how many) (?:(?:is|are|was|were|did) )?(?:not|missed)(?=\W*$)", " "),
        (r"\bmiss(?:es|ed)?\b|\bmissing (?=(?:their|its)\b)", " not met "),
        (r"\bfail(?:s|ed|ing)? to\b|\w+n't\b", " not "),
        (r"\b(?:no|not a) single\b", " no "),
        (r"\b(?:lead|leads|leading|go|goes|going) nowhere\b", " dead "),
        (r"\band (?:what|which) not\b", " "),
        (r"\bnot yet\b", " open "),
        (r"\b(?:national|central) government\b", " government "),
        (r"\bnot (?:quite )?(?:sure|certain)\b", " doubt "),
        (r"\b(?:annual reports?|interim reports?|programme budgets?)\b", " document "),
        (r"\bperformance target(s?)\b", r" performance\1 "),
        (r"\bpolicy area(s?)\b", r" area\1 "),
        (r"\bhalf (?:a )?year\b", " partial "),
        (r"\bnot (?:\w+ ){0,2}(?:a )?(?:whole|full) year\b", " partial "),
        (r"\b(?:carry|carries|carried|carrying) out\b", " execute "),
        (r"\b(?:corrected|adjusted) for\b", " "),
        (r"\bhow many\b", " count "),
        (r"\bhow much of\b", " share "),
        (r"\bper (?:head|capita)\b", " inhabitant "),
        (r"\bspent more than (?:was )?(?:budgeted|planned|the budget)\b", " overspent "),
        (r"\b(?:add up|adds up|added up)\b", " sum "),
    ),
}

_WORD = re.compile(r"[a-z0-9]+(?:['.\-][a-z0-9]+)*")
_STEMMERS = {"nl": snowballstemmer.stemmer("dutch"), "en": snowballstemmer.stemmer("english")}


class Said(NamedTuple):
    """A word of a question: as it was written, and its term."""

    written: str
    term: str


@lru_cache(maxsize=1 << 13)
def terms(text: str, lang: str) -> tuple[Said, ...]:
    """The words of a text that carry meaning, in their order, with their terms; numbers and codes carry none.

    >>> [each.term for each in terms("Welke doelen hebben geen indicator in 2024?", "nl")]
    ['=goal', '=not', '=indicator']
    >>> [each.term for each in terms("objectives without an indicator", "en")]
    ['=goal', '=not', '=indicator']
    """
    return tuple(each for each in read(text, lang) if each.term)


@lru_cache(maxsize=1 << 13)
def read(text: str, lang: str) -> tuple[Said, ...]:
    """All words of a text in their order; small words, numbers and codes have no term.

    >>> [each.term for each in read("goals without an indicator", "en")]
    ['=goal', '=not', '', '=indicator']
    """
    plain = folded(text)
    for pattern, replacement in _PHRASES[lang]:
        plain = re.sub(pattern, replacement, plain)
    found = []
    for word in _WORD.findall(plain):
        coded = any(map(str.isdigit, word))
        for part in [word] if coded else _parts(word):
            small = coded or part in _stop(lang) or len(part) < 2
            found.append(Said(part, "" if small else term(part, lang)))
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def term(word: str, lang: str) -> str:
    """The term of one word: its concept, else its stem.

    >>> term("doelstellingen", "nl"), term("uncertain", "en"), term("woonruimte", "nl")
    ('=goal', '=doubt', 'woonruimt')
    """
    known = _concepts(lang)
    stem = str(_STEMMERS[lang].stemWord(word))
    return known.get(word) or known.get(stem) or stem


def folded(text: str) -> str:
    """A text in lower case without accents, with straight apostrophes.

    >>> folded("Programma’s in Oekraïne")
    "programma's in oekraine"
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(character for character in plain if not unicodedata.combining(character))


def languages(text: str) -> tuple[str, ...]:
    """The languages a text may be in: the one of more of its words, by two at least, small and known ones; else both.

    >>> languages("how much of the money?"), languages("welke doelen zijn er?"), languages("targets met")
    (('en',), ('nl',), ('nl', 'en'))
    """
    words = _WORD.findall(folded(text))
    own = {lang: sum(word in _own_words(lang) for word in words) for lang in LANGUAGES}
    sure = tuple(lang for lang in LANGUAGES if own[lang] >= own[_other(lang)] + 2)
    return sure or LANGUAGES


@cache
def known_words(lang: str) -> frozenset[str]:
    """Words that have a concept: what a slip of the pen may have meant."""
    return frozenset(word for both in _CONCEPTS.values() for word in both[LANGUAGES.index(lang)].split())


def _parts(word: str) -> list[str]:
    """A word with hyphens in its parts, and one that negates in what it negates; an apostrophe stays ("programma's").

    >>> _parts("doel-indicator"), _parts("indicatorloze"), _parts("unmet"), _parts("onzeker")
    (['doel', 'indicator'], ['zonder', 'indicator', 'de'], ['not', 'met'], ['onzeker'])
    """
    return [one for part in re.split(r"[.\-]", word) if part for one in _negated(part)]


def _negated(word: str) -> list[str]:
    """A word that negates by its begin or its end in two, where the rest is a word of the field.

    A small word parts what "indicatorloze" denies from what it stands before.
    """
    known = known_words("nl") | known_words("en")
    bare = re.fullmatch(r"(\w+?)(?:loos|loze|less)", word)
    if bare and bare[1] in known:
        return ["zonder", bare[1], "de"]
    other = re.fullmatch(r"(?:un|on|non)(\w+)", word)
    if other and other[1] in known and word not in known:
        return ["not", other[1]]
    return [word]


@cache
def _own_words(lang: str) -> frozenset[str]:
    """Words that tell a language: its small words, and those of the field that the other does not have."""
    other = known_words(_other(lang)) | set(_STOP[_other(lang)].split())
    return frozenset(_STOP[lang].split()) | (known_words(lang) - other)


@cache
def _stop(lang: str) -> frozenset[str]:
    """Words without meaning in a language; those of the other too, but for a word that means something here ("met")."""
    other = set(_STOP[_other(lang)].split()) - known_words(lang)
    return frozenset(_STOP[lang].split()) | other


def _other(lang: str) -> str:
    return LANGUAGES[1 - LANGUAGES.index(lang)]


@cache
def _concepts(lang: str) -> dict[str, str]:
    """Concepts by word, by the stem of a word where only one concept has that stem, and by words of the other language.

    People mix the two, and the keywords of a query are of both.
    """
    words = {word: name for name, both in _CONCEPTS.items() for word in both[LANGUAGES.index(lang)].split()}
    stems: dict[str, set[str]] = {}
    for word, name in words.items():
        stems.setdefault(str(_STEMMERS[lang].stemWord(word)), set()).add(name)
    own = {stem: next(iter(names)) for stem, names in stems.items() if len(names) == 1} | words
    others = {word: name for name, both in _CONCEPTS.items() for word in both[1 - LANGUAGES.index(lang)].split()}
    return {word: name for word, name in others.items() if word not in _stop(lang)} | own
