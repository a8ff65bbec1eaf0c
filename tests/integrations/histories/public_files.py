"""Public files and sheets as systems of personnel export them; people and numbers are invented."""

from __future__ import annotations

import json

# iDs whose check digits hold; the first three are published as examples
ANA, BO, CY = "0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"
REPORTER = """Search Criteria,Invented,,,,,,,,
Project Title,Project Number,Type,Subproject Number,Award Notice Date,Project Start Date,Contact PI / Project Leader,Fiscal Year,Total Cost,ORCID
Sleep on call,1R01HL123456-01A1,1,,06/20/2018,07/01/2018,"HILL, ANA",2018,400000,0000-0002-1825-0097
Sleep on call,5R01HL123456-02,5,,06/10/2019,07/01/2018,"HILL, ANA",2019,400000,0000-0002-1825-0097
Sleep on call,3R01HL123456-02S1,3,,09/01/2019,07/01/2018,"HILL, ANA",2019,90000,0000-0002-1825-0097
Sleep on call,5R01HL123456-03,5,,06/12/2020,07/01/2018,"HILL, ANA",2020,400000,0000-0002-1825-0097
Sleep on call,5R01HL123456-04,5,,06/11/2021,07/01/2018,"HILL, ANA",2021,400000,0000-0002-1825-0097
Sleep on call,5R01HL123456-05,5,,06/15/2022,07/01/2018,"HILL, ANA",2022,400000,0000-0002-1825-0097
Sleep on call,2R01HL123456-06,2,,06/15/2023,07/01/2018,"HILL, ANA",2023,400000,0000-0002-1825-0097
Core of a center,1P30AG012345-01,1,5001,05/01/2020,05/01/2020,"HILL, ANA",2020,1,0000-0002-1825-0097
Begun before,5K23HL654321-04,5,,05/01/2020,05/01/2017,"LIND, BO",2020,1,0000-0001-5109-3700
Start alone,1K08HL222222-01,1,,,04/01/2021,"LIND, BO",2021,1,0000-0001-5109-3700
Year alone,1K08HL333333-01,1,,,FY2021,"LIND, BO",2021,1,0000-0001-5109-3700
Nobody here,1R21HL777777-01,1,,04/01/2021,04/01/2021,"NASH, CY",2021,1,
"""
NBIB = f"""PMID- 31000001
OWN - NLM
DP  - 2019 Mar 15
TI  - Handoffs at night: a
      trial in two hospitals.
FAU - Hill, Ana
AU  - Hill A
AUID- ORCID: {ANA.replace("-", "")}
FAU - Lind, Bo
AUID- ORCID: https://orcid.org/{BO}

PMID- 31000002
DP  - 2020 Mar-Apr
TI  - Names alone.
FAU - Hill, Ana
AU  - Hill A

PMID- 31000003
DP  - 2021
TI  - A year alone.
AUID- ORCID: {ANA}
"""
XML = f"""<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.example/pubmed.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">31000001</PMID><Article>
<Journal><JournalIssue><PubDate><Year>2019</Year><Month>Mar</Month></PubDate></JournalIssue></Journal>
<ArticleTitle>Handoffs at <i>night</i></ArticleTitle><AuthorList><Author><LastName>Hill</LastName>
<Identifier Source="ORCID">{ANA}</Identifier></Author></AuthorList></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>
"""


def dated(year, month=None, day=None):
    return {
        name: {"value": value} if value else None
        for name, value in (("year", year), ("month", month), ("day", day))
    }


def orcid_record(orcid=ANA):
    """Return a record as ORCID's public interface gives it, version 3.0."""
    own = {"source-orcid": {"path": orcid}, "source-name": {"value": "Ana Hill"}}
    press = {"source-client-id": {"path": "0000"}, "source-name": {"value": "Crossref"}}
    work = {
        "put-code": 11,
        "title": {"title": {"value": "Handoffs at night"}},
        "external-ids": {"external-id": [{"external-id-type": "pmid", "external-id-value": "31000001"}]},
        "publication-date": dated("2019", "03"),
        "source": press,
    }
    degree = {
        "put-code": 12,
        "role-title": "MBA",
        "organization": {"name": "A School"},
        "start-date": dated("2015"),
        "end-date": dated("2017", "05"),
        "source": own,
    }
    grant = {"put-code": 13, "title": {"title": {"value": "A grant"}}, "start-date": None, "source": own}
    activities = {
        "works": {"group": [{"work-summary": [work, {**work, "put-code": 99}]}]},
        "educations": {"affiliation-group": [{"summaries": [{"education-summary": degree}]}]},
        "fundings": {"group": [{"funding-summary": [grant]}]},
    }
    return json.dumps({"orcid-identifier": {"path": orcid}, "activities-summary": activities})


# head of each sheet, and what each column is (- is not read); rows are of one who left and one who is here
SHEETS = (
    (
        "Employee ID,Original Hire Date,Termination Date,Primary Termination Reason,Business Title",
        "who hired left why details",
    ),
    ("EMPLID,Hire Dt,Termination Dt,Action Reason,Dept", "who hired left why -"),
    ("Associate ID,Hire Date,Term Date,Termination Reason,Job Title", "who hired left why details"),
    ("Pers.No.,Entry Date,Leaving Date,Reason for Leaving,Position", "who hired left why details"),
    ("Banner ID,Current Hire Date,Separation Date,Reason,Rank", "who hired left why details"),
    (
        "Employee Number,Date of Hire,Date of Termination,Reason for Termination,Academic Rank",
        "who hired left why details",
    ),
    ("Staff No,Start Date,End Date,Why,Title", "- hired left why details"),
    (
        "E-mail,Appointment Start Date,Appointment End Date,Departure Reason,Faculty Rank",
        "who hired left why details",
    ),
    ("NPI,Appt Start,Appt End,Exit Reason,Position Title", "who hired left why details"),
    ("Work Email,Join Date,Exit Date,Term Reason,Comments", "who hired left why details"),
    (
        "Worker ID,Employment Start Date,Employment End Date,Separation Reason,Notes",
        "who hired left why details",
    ),
    ("ORCID iD,Date Hired,Date Left,Reason Code,Job Title", "who hired left why details"),
    ("Person Number,Hired,Left,Reason,Title", "who hired left why details"),
    ("Employee ID,What,Date,Details", "who what on details"),
    ("Employee ID,Personnel Action,Effective Date,New Rank", "who what on details"),
    ("Email Address,Event Type,Event Date,Committee Name", "who what on details"),
    ("EmplID,Action,Eff Date,Rank After", "who what on details"),
    ("Provider NPI,Category,Date Awarded,Award Name", "who what on details"),
    ("University ID,Transaction Type,Action Date,New Title", "who what on details"),
    ("Faculty ID,Achievement,Term Start,Committee", "who what on details"),
)
