"""The words of questions in Dutch and English: small words, concepts of the field, and phrases that say one of them."""

from __future__ import annotations

NOT = "=not"
"""The concept of words that negate."""
WEAK = frozenset({"=count", "=programme", "=year", "=document", "=city", "=council"})
"""Concepts that nearly every question names, and that tell few apart."""

PLAIN = frozenset({"hoofd", "deel", "sub", "kern", "stads", "gemeente", "beleids", "tussen", "eind"})
"""First parts of Dutch compounds that tell nothing apart: "hoofddoel"."""

LANGUAGES = ("nl", "en")

STOP = {
    "nl": """
        aan aangaande al alle allemaal als alstublieft aub bekijk bekijken betreffen betreft bij binnen buiten daar
        daarbij daarin daarmee daarop daarvan daarvoor dan dat de den der destijds deze die dit doe doet door dus
        echt een eens eigenlijk en er eraan erg ergens erin ervan ervoor even ga gaan gaat gaf gedaan geef geeft
        gelden geldt gesteld gevonden gewoon graag had hadden heb hebben heeft heen hen het hierbij hiervan hij hoe
        hoeveel hoeverre hoort horen hun iets ik in inmiddels is ja je jij kan komen komt kreeg kregen krijgen kun
        kunnen kunt laat laten lijst m maak mag mate me men met mij mijn moet moeten na naar nodig nou nu of oftewel
        ofwel om omtrent omvang ons onze ook op opgenomen opzichte over overal overzicht per precies respectievelijk
        rond rondom s samen sta staan staat steeds te tegenover ten ter terwijl tijdens toch toen ton toon tot
        tussen u uit uw vallen valt van vanuit vermeld versus vertel via vind vinden volgens voor waar waarbij
        waarin waarmee waarom waarop waarover waarvan waarvoor wanneer waren was wat we weet wel welk welke welks
        werd werden weten wie wij wil willen wist word worden wordt zal ze zich zie zien zij zijn zit zitten zo zoal
        zoals zoek zoeken zou zouden
    """,
    "en": """
        a about according actually all also am among an and any are around as at be been being belong belongs
        between both by called can come comes concerning could did do does done during each either ever every
        exactly extent find following for from get gets give given go goes had has have having he help her here his
        how i if in instead into is it its just know let like list lists look m many may me might much must my need
        needs of on one ones or our out per please precisely rather regarding s said say says see set shall she
        should show shows so some someone stand stands such t take tell than that the their them then there thereof
        these they this those to told up us use using versus very want wanted wants was way ways we were what when
        where whether which while who whom whose why will with within would you your
    """,
}  # fmt: skip

CONCEPTS: dict[str, tuple[str, str]] = {
    NOT: (
        "geen niet zonder niets niemand nergens noch ontbreken ontbreekt ontbrak ontbraken ontbrekende "
        "ontbrekend mist missen missend missende",
        "no not non without none nothing nobody nowhere neither nor cannot lack lacks lacked lacking missing absent",
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
    "=outcome": ("uitkomst uitkomsten realisatie uitslag uitslagen", "result results outcome outcomes"),
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
    "=reserve": ("reserve reserves bestemmingsreserve bestemmingsreserves", "reserve reserves"),
    "=affiliated": ("verbonden", "affiliated"),
    "=execute": (
        "uitvoeren uitgevoerd voert voeren uitvoering uitvoerder uitvoerders uitvoerende",
        "execute executes executed executing execution perform implement",
    ),
    "=load": ("geladen ingelezen", "loaded load ingested"),
    "=money": ("geld bedrag bedragen euro euro's financieel financiele", "money amount amounts euro euros financial"),
    "=cost": (
        "kosten kost kostte gekost lasten uitgaven uitgave uitgegeven uitgeven",
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
    "=other": ("ander andere", "other others another"),
    "=municipal": ("gemeentelijk gemeentelijke", "municipal"),
    "=open": ("open", "open"),
    "=otherwise": ("anders", "differently otherwise"),
    "=sum": ("optelling optellingen optellen som sommen tellen telt totaal totalen", "sum sums add adds total totals"),
    "=zero": ("nul", "zero"),
    "=new": ("nieuw nieuwe bijgekomen bijkwam", "new added"),
    "=dropped": ("vervallen verdwenen verdween verdwijnen geschrapt", "dropped disappeared removed vanished gone"),
    "=raised": ("verhoogd hoger", "raised higher"),
    "=lowered": ("verlaagd lager", "lowered lower"),
    "=break": ("onderbroken onderbreking onderbrekingen breuk breuken", "break breaks broken interrupted interruption"),
    "=series": ("reeks reeksen verloop verliep liep trend geschiedenis", "series trend trends history"),
    "=cite": (
        "genoemd genoemde noemen noemt aangehaald noemde noemden geciteerd citeert citeren aangehaalde aanhalen",
        "cite cites cited mention mentions mentioned named quoted quote quotes",
    ),
    "=reference": ("verwijzing verwijzingen verwijzen verwezen verwijst", "reference references refer refers referred"),
    "=dead": ("dood dode doodlopende doodlopen", "dead dangling"),
    "=source": ("bron bronnen", "source sources"),
    "=decision": (
        "besluit besluiten beslist raadsbesluit raadsbesluiten collegebesluit collegebesluiten",
        "decision decisions decided",
    ),
    "=agree": ("hetzelfde overeen overeenkomen gelijk", "agree agrees same match"),
    "=doubt": ("twijfel twijfelachtig onzeker onzekere", "doubt doubts doubtful uncertain"),
    "=sure": ("zeker", "sure certain"),
    "=answer": ("beantwoorden beantwoord antwoord antwoorden", "answer answers answered answerable"),
    "=right": (
        "kloppen klopt juist kloppend kloppende correct controle controleren controleer",
        "right correct check checks verify verified",
    ),
    "=region": ("regio regionaal regionale", "region regional"),
    "=national": ("landelijk landelijke", "national nationwide"),
    "=mandatory": ("verplicht verplichte", "mandatory obligatory required compulsory"),
    "=measure": ("gemeten meten meting metingen", "measured measure measures"),
    "=later": ("later latere", "later"),
    "=earlier": (
        "eerder eerdere vroeger vorig vorige oude oud",
        "earlier before previous old former previously",
    ),
    "=grow": (
        "groei groeit groeide toename gestegen steeg stijging",
        "growth grow grows grew increase increases increased rise rises rose",
    ),
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
        "=national", "=cover", "=break", "=earlier", "=most", "=open",
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

PHRASES: dict[str, tuple[tuple[str, str], ...]] = {
    # What a text says of a verdict does not negate the question.
    "nl": (
        (r"\b(?:niet te zeggen|of niet|of geen|wel of niet|niet (?:alleen|slechts))\b", " "),
        (r"\b(?:en|of) (?:wat|welke|hoeveel) (?:(?:is|zijn|werd|werden|deden) )?(?:niet|gemist)(?=\W*$)", " "),
        (r"\b(?:missen|mist|misten|miste) (?=(?:hun|zijn|haar)\b)|\bgemiste?\b", " niet gehaald "),
        (r"\bgeen enkele?\b", " geen "),
        (r"\bnergens (?:heen|naartoe|toe|uit|uitkomen|uitkomt)\b", " dood "),
        (r"\b(?:en|of) wat niet\b", " "),
        (r"\bnog niet\b", " open "),
        (r"\bal beslist\b", " afgedaan "),
        (r"\bniet (?:helemaal )?zeker\b", " twijfel "),
        (r"\b(?:loopt|lopen|liep|liepen) voor\b", " voorsprong "),
        (r"\bgecorrigeerd voor\b", " "),
        (r"\b(?:jaarstukken|jaarverslag|bestuursrapportage|programmabegroting)\b", " document "),
        (r"\b(?:half|halve) jaar\b", " halfjaar "),
        (r"\b(?:gaf|gaven|geeft|geven) meer uit\b|\bmeer uit(?:gaf|gaven|gegeven)\b", " overschreden "),
        (r"\b(?:niet|geen)(?: over)? (?:een )?(?:heel|hele|volledig) jaar\b", " halfjaar "),
        (r"\bhoeveel (?:meer|minder)\b", " verschil "),
        (r"\bhoeveel van\b", " deel "),
        (r"\bhoeveel (?!geld|kost|gaat|gaan|zit|is|wordt|deel)", " aantal "),
        (r"\bper hoofd(?: van de bevolking)?\b", " inwoner "),
        (r"\b(?:door|over|in) de (?:jaren|tijd)(?: heen)?\b", " reeks "),
        (r"\bnaar beneden\b|\bomlaag\b", " verlaagd "),
        (r"\bnaar boven\b|\bomhoog\b", " verhoogd "),
        (r"\bin plaats van\b", " "),
        (r"\bop te tellen\b", " optellen "),
        (r"\berbij\b", " nieuw "),
        (r"\b(?:before|voor) aftrek\b", " bruto "),
        (r"\bmeer begroot dan (?:er )?(?:is |werd |zij )?uitg\w+\b", " onderschreden "),
    ),
    "en": (
        (r"\b(?:or )?not (?:\w+ ){1,4}alone\b", " "),
        (r"\b(?:not to be said|or not|cannot be said|not (?:only|just|merely)\b)", " "),
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
        (r"\bhow much (?:more|less)\b", " difference "),
        (r"\bhow many\b|\bnumber of\b", " count "),
        (r"\b(?:over time|(?:over|through) the years)\b", " series "),
        (r"\bdownwards?\b", " lowered "),
        (r"\bupwards?\b", " raised "),
        (r"\bhow much of\b", " share "),
        (r"\bper (?:head|capita)\b", " inhabitant "),
        (r"\bcovered by\b", " coveredby "),
        (r"\b(?:reached|met) by\b", " reachedby "),
        (r"\bbudgeted more than (?:they |it |was |were )?(?:actually )?spent\b", " underspent "),
        (r"\bspent more than (?:was )?(?:budgeted|planned|the budget)\b", " overspent "),
        (r"\b(?:add up|adds up|added up)\b", " sum "),
    ),
}
