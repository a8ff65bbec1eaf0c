"""The words that stand around names: titles before, degrees and memberships after, generations, particles."""

from __future__ import annotations

import re
from typing import Final

from rounds.sheets.text import words_in

TITLES: Final = words_in(
    """
    dr drs dra doctor prof professor mr mrs ms miss mx sir dame rev hon capt cpt maj ltc col cdr lcdr lt
    gen sgt
    """
)
# degrees, licenses, fellowships and memberships of colleges
CREDENTIALS: Final = words_in(
    """
    md do mbbs mbchb mbbch mbbchir bmbs bmbch mbbchbao mb bs bch phd dphil mph mba emba rn np pa pac msn
    dnp msc ms ma med msed edm mhs mhsc mha mmm mmed mmedsci mmeded mse meng mfa mdiv mls llm llb jd
    drph scd dsc pharmd bpharm dds dmd dpm dvm od dpt otd dc nd edd psyd mscr mscs msce msci mscp mshp
    mshs mph&tm mphtm mhpe mehp mbe mpp mpa msw msph mas mtr msis mhcm mhcds mhl mphil bsc ba bsn bns ab
    sb aprn arnp crna cnm cns fnp lcsw licsw lmft lpc rd rph esq cpa cpe cphq cpps pmp ccc abpp abim
    facp facs face facep faap facog fache facc faha fasn facr fccp fccm fcp facg faga fagas fasge faan
    faanp faafp fapa fapm faad faaos faaem faaaai facaai facmg facmt faam faanem faes fana fasa fascrs
    fasco fastro fahns faapmr faaha fabp fams famia fsvm fsvs fscai fhrs fase fsir fhm sfhm mhm fidsa
    fshea fpids faids frcp frcpc frcpsc frcs frcsc frcsed frcsi frcpi frcpe frcpch frcog frcr frcpath
    frca frcem frcgp frcpsych mrcp mrcs mrcpch mrcog mrcgp mrcpsych dch dgo mrcpi mrcem fracp fracs
    franzcog fanzca facem fcps fcem fcs dnb cbn ccfp fcfp lmcc abfm facpm fasam dfasam dfapa faclm dabr
    dabim fnap fasp fasgs fshm fapsr mace macp macr ccds chse ches mches rdn ldn rrt atc ocs
    """
)
# whoever has one of these is addressed as a doctor
DEGREE_HEADERS: Final = frozenset(
    """
    degree|degrees|medical degree|medical degrees|academic degree|academic degrees|terminal degree|highest degree
    credential|credentials|suffix|post nominal|post nominals|post nominal letters|postnominals|letters after name
    prefix|salutation|honorific|title|name title|name prefix|name suffix|professional degree|degree s|degree type
    """.strip()
    .replace("\n", "|")
    .replace("    ", "")
    .split("|")
)
DOCTORS: Final = words_in(
    """
    md do mbbs mbchb mbbch mbbchir bmbs bmbch mbbchbao phd dphil drph dsc pharmd dds dmd dpm edd psyd
    frcp frcpc frcpsc frcs frcsc fracp fracs
    """
)
# written in capitals where they are meant: these are surnames too
ALSO_NAMES: Final = words_in("do ma ms pa mb bs le ba ab med rd od nd dc ed mas face mace")
GENERATIONS = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
PARTICLES: Final = words_in(
    """
    van von der den de del della di da das dos du la le el al bin ibn ben ter ten st st. abu y zu af
    """
)
# after a name and a comma these say what somebody is, not what they are called
NOT_NAMES: Final = words_in(
    """
    retired emeritus emerita chair chief director faculty resident fellow intern student attending
    professor instructor associate assistant adjunct volunteer mentor mentee coordinator president dean
    ret inc candidate interim acting visiting temporary leave
    """
)
FOOTNOTES = re.compile(
    r"[*\u2020\u2021\u00a7\u00b6#^\u00b9\u00b2\u00b3]+(?=\s|,|;|$)|(?:^|(?<=\s))[*\u2020\u2021]+"
)
GLUED_TITLE = re.compile(r"\b(Dr|Prof|Mr|Mrs|Ms)\.(?=[^\W\d_])", re.IGNORECASE)
DASH_BEFORE_LETTERS = re.compile(r"\s+[-\u2013\u2014]\s+(?=[A-Z.]{2,}(?:\s|,|$))")
PRONOUNS = re.compile(r"[(\[]\s*(?:she|he|they|ze|xe|any)\s*(?:/\s*\w+\s*)*[)\]]", re.IGNORECASE)


def bare(word: str) -> str:
    return re.sub(r"[.()\-]", "", word).lower()


def is_credential(word: str, *, shouted: bool = False, after_comma: bool = False) -> bool:
    """Tell whether a word is a degree. “Ma” and “Do” are surnames, where all is in capitals (`shouted`) even MA and DO."""
    if bare(word) not in CREDENTIALS:
        return False
    if bare(word) in ALSO_NAMES:
        return (word.isupper() or "." in word) and not shouted
    return after_comma or not word.islower() or "." in word


def names_doctor(text: str) -> bool:
    """Tell whether a cell with a name says that somebody is a doctor: “Dr.” before it, or a degree behind it."""
    before, *behind = text.replace(",", " , ").split() or [""]
    if bare(before) in ("dr", "dra", "doctor"):
        return bool(behind)
    for place, word in enumerate(behind):
        is_degree = is_credential(word, shouted=text.isupper(), after_comma="," in behind[:place])
        if is_degree and bare(word) in DOCTORS:
            return True
    return False


def is_degree_header(header: str) -> bool:
    """Tell whether a column holds what stands around names: degrees, letters, forms of address."""
    return " ".join(re.sub(r"[^a-z]+", " ", header.lower().replace("(s)", "s")).split()) in DEGREE_HEADERS


def degree_names_doctor(text: str) -> bool:
    """Tell whether a cell of such a column says that somebody is a doctor: MD, MBBS; Ph.D.; Dr."""
    words = [bare(word) for word in re.split(r"[,;/&\s]+", text)]
    return any(word in DOCTORS or word in ("dr", "dra", "doctor") for word in words)


def looks_like_letters(word: str) -> bool:
    """Tell whether a word looks like letters after a name: capitals (FXLM), or capitals inside (MSEd)."""
    letters = re.sub(r"[^\w]", "", word)
    if len(letters) < 2 or re.match(r"(?:Mc|Mac|De|La|Le|Van|O|D)[A-Z][a-z]", letters):
        return False
    return (
        letters.isupper()
        or letters.lower() in CREDENTIALS
        or bool(re.search(r"[a-z][A-Z]|[A-Z]{2}", letters))
    )
