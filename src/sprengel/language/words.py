"""The closed classes of German words the rules look at: articles, pronouns, conjunctions."""

from __future__ import annotations

from typing import Final


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS: Final = word_set(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner "
    "keines dieser diese dieses diesen diesem jener jene jenes jenen jenem jeder jede jedes jeden "
    "jedem mein meine meinen meinem meiner meines dein deine sein seine seinen seinem seiner "
    "seines ihr ihre ihren ihrem ihrer ihres unser unsere unseren unserem unserer unseres euer "
    "eure alle allen aller beide beiden beider einige einigen einiger mehrere mehreren mehrerer "
    "viele vielen vieler wenige manche manchen solche solchen sämtliche sämtlichen deren dessen "
    "welche welcher welches welchen etliche zahlreiche zahlreichen zwei drei vier fünf mehr "
    "weniger genug genügend etwas"
)
NOT_NOMINATIVE: Final = word_set(
    "den dem des einen einem eines keinen keinem keines diesen diesem jenen jenem jeden jedem "
    "meinen meinem meines seinen seinem seines ihren ihrem ihres unseren unserem unseres allen "
    "beiden vielen einigen mehreren ihnen ihm ihn mir mich dir dich uns euch im am zum zur vom "
    "beim ins ans je als ergänzend entsprechend abweichend angelehnt bezugnehmend"
)
"""What cannot begin a subject: articles and pronouns in other cases, "als", "entsprechend"."""

FEMININE_OBLIQUE: Final = word_set(
    "der einer dieser jener jeder keiner meiner seiner ihrer unserer"
)
"""Nominative before a masculine noun, genitive or dative before a feminine or plural one."""

SUBJECT_PRONOUNS: Final = word_set("ich wir er sie es man du ihr dieser diese jemand niemand wer")
PREPOSITIONS: Final = word_set(
    "ab an auf aus außer bei beim bis durch entgegen für gegen gegenüber gemäß hinter in im ins "
    "infolge innerhalb laut mit mithilfe nach neben ohne seit statt trotz um unter über vom von "
    "vor wegen während zu zum zur zwischen zugunsten angesichts anlässlich aufgrund bezüglich "
    "hinsichtlich am ans aufs fürs ums übers vors unterm dank mittels per pro seitens vonseiten "
    "anstelle außerhalb oberhalb unterhalb jenseits entlang samt nebst zwecks binnen anhand "
    "einschließlich inklusive anstatt abzüglich zuzüglich betreffend"
)
SUBORDINATORS: Final = word_set(
    "dass daß ob weil da wenn falls sofern soweit solange sobald nachdem bevor ehe während indem "
    "damit obwohl obgleich wenngleich sodass wohingegen als seitdem seit zumal"
)
W_WORDS: Final = word_set(
    "wer wen wem wessen was wie wo wann warum weshalb wieso woher wohin wofür womit wodurch woran "
    "worauf woraus worin worüber worum wovon wovor wozu wonach wobei welche welcher welches "
    "welchen welchem inwieweit inwiefern"
)
RELATIVES: Final = word_set(
    "der die das den dem dessen deren denen welcher welche welches welchen welchem was wo wie "
    "worin wobei womit wodurch wonach woran worauf wofür wovon"
)
COORDINATORS: Final = word_set("und oder sowie aber sondern denn doch jedoch beziehungsweise bzw.")
NEGATIONS: Final = word_set("nicht nie niemals keineswegs keinesfalls nichts weder kaum nirgends")
NEGATIVE_DETERMINERS: Final = word_set("kein keine keinen keinem keiner keines")
REFLEXIVES: Final = word_set("sich mich mir uns dich euch")

HAVE: Final = word_set("habe hast hat haben habt hatte hatten hattest hätte hätten gehabt")
BE: Final = word_set("bin bist ist sind seid war waren wäre wären sei seien sein gewesen")
BECOME: Final = word_set("werde wirst wird werden werdet wurde wurden würde würden worden geworden")
PASSIVE: Final = word_set("werde wird werden wurde wurden würde würden worden")
FUTURE: Final = word_set("werde wird werden wirst")
MODALS: Final = word_set(
    "kann kannst können könnt konnte konnten könne könnte könnten "
    "muss muß müssen müsst musste mussten müsse müsste müssten "
    "soll sollst sollen sollte sollten solle "
    "will willst wollen wollt wollte wollten wolle "
    "darf dürfen durfte durften dürfe dürfte dürften "
    "mag mögen mochte möge möchte möchten möchtest "
    "braucht brauchen brauche würde würden"
)

ADVERBS: Final = word_set(
    "auch noch nur schon sehr ja doch denn hier da dort heute gestern morgen jetzt nun dann damals "
    "bereits außerdem zudem ferner weiter weiterhin erneut nochmals nochmal einmal mal wieder "
    "zunächst zuerst zuletzt schließlich anschließend abschließend gleichzeitig zugleich dabei "
    "dazu daher deshalb deswegen darum somit insofern insoweit jedoch allerdings dennoch trotzdem "
    "hingegen dagegen wiederum sicher sicherlich natürlich selbstverständlich ausdrücklich "
    "nachdrücklich eindringlich einheitlich einstimmig einhellig einmütig mehrheitlich "
    "übereinstimmend wiederholt mehrfach deutlich klar kurz insbesondere besonders allem "
    "grundsätzlich generell insgesamt gerne gern herzlich ganz eben eigentlich vielleicht "
    "leider sogar selbst immer stets oft häufig derzeit aktuell momentan künftig zukünftig "
    "zuvor danach daraufhin später hieraus daraus stattdessen erfahrungsgemäß "
    "seinerseits ihrerseits unsererseits ebenfalls ebenso gleichfalls "
    "explizit konkret entschieden scharf heftig massiv offen also so nämlich etwa beispielsweise "
    "lediglich wohl durchaus wirklich absolut völlig voll vehement energisch endlich bislang "
    "bisher längst rundweg klipp nachher vorher ehrlich daran darauf darüber dafür davor davon "
    "darum hierzu hierfür hierbei hiermit vorab rechtzeitig nachträglich zusätzlich extra "
    "freilich schlussendlich letztlich letztendlich offensichtlich offenbar gerade eher "
    "tatsächlich entsprechend persönlich öffentlich schriftlich mündlich telefonisch umgehend "
    "sofort schnell schnellstmöglich zeitnah sehr außerordentlich ausgesprochen vorliegend "
    "hierauf inständig dringend schlicht einfach positiv indes indessen gleichwohl dementsprechend "
    "überdies darüber hinaus nunmehr unabhängig halt mitunter teilweise teils regelmäßig "
    "ansonsten nichtsdestotrotz nichtsdestoweniger hingegen selbstredend "
    "zustimmend zwar darin daran daraus worin hierin damit hierauf dort heute obendrein"
)

_FEMININE_ENDINGS = (
    "ung", "heit", "keit", "schaft", "tion", "sion", "tät", "ik", "ie", "ur", "enz", "anz", "ei",
    "rin", "erin", "ssin", "ntin", "stin", "ktin", "osin", "ogin", "ögin", "ägin", "amtin",
    "frage", "liste", "stelle", "gruppe", "runde", "seite", "spitze", "presse", "union", "kammer",
    "behörde", "stadt", "gemeinde", "kommune", "partei", "linke", "mehrheit", "führung",
    "vorlage", "anlage", "sache", "reihe", "kirche", "zeitung", "konferenz", "umfrage", "studie",
)  # fmt: skip
_PLURAL_ENDINGS = ("innen", "ungen", "heiten", "keiten", "schaften", "tionen", "räte", "städte",
                   "verbände", "vereine", "stellen", "leute", "eltern", "gemeinden", "kommunen",
                   "länder", "ämter", "werke", "parteien", "fraktionen")  # fmt: skip


def looks_feminine_or_plural(noun: str) -> bool:
    low = noun.lower()
    return low.endswith(_FEMININE_ENDINGS) or low.endswith(_PLURAL_ENDINGS)


def looks_plural(noun: str) -> bool:
    return noun.lower().endswith(_PLURAL_ENDINGS)
