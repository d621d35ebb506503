"""The data services described: data/services.toml as it is, and as an OpenAPI document."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("data") / "services.toml"
REFUSED = {"400": "Bad Request", "403": "Forbidden", "404": "Not Found", "429": "Too Many Requests"}
PROBLEM = "application/problem+json"
SELECTION = {
    "type": "object",
    "properties": {
        "selection": {"type": "array", "items": {
            "type": "object", "required": ["variableCode", "valueCodes"],
            "properties": {
                "variableCode": {"type": "string"}, "codelist": {"type": ["string", "null"]},
                "valueCodes": {"type": "array", "items": {"type": "string"}}}}},
        "placement": {"type": "object"},
    },
}  # fmt: skip
SCHEMAS = {
    "selection": SELECTION,
    "savedquery": {
        "type": "object", "required": ["tableId", "selection"],
        "properties": {
            "tableId": {"type": "string"}, "selection": SELECTION, "language": {"type": "string"},
            "outputFormat": {"type": "string"}, "asOf": {"type": ["string", "null"]},
            "outputFormatParams": {"type": "array", "items": {"type": "string"}}},
    },
    "problem": {
        "type": "object",
        "properties": {name: {"type": "integer" if name == "status" else "string"}
                       for name in ("type", "title", "status", "detail")},
    },
}  # fmt: skip


@cache
def described() -> dict[str, Any]:
    """Return what is said of the services. Shape: info, parameters, paths, sdmx."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def openapi(base: str) -> dict[str, Any]:
    """Return the OpenAPI document. Standard: OpenAPI 3.1.0. base: the address of the system."""
    said = described()
    info = said["info"]
    return {
        "openapi": "3.1.0",
        "info": {"title": info["title"], "version": info["version"],
                 "description": f"{info['description']}\n\n{info['promise']}"},
        "servers": [{"url": base}],
        "paths": {one["path"]: _operations(one) for one in (*said["paths"], *said["sdmx"])},
        "components": {"schemas": SCHEMAS, "parameters": {
            _plain(name): {"name": name, "in": "query", "description": one["description"],
                           "schema": {"type": "string"}}
            for name, one in said["parameters"].items()}},
    }  # fmt: skip


def _plain(name: str) -> str:
    return name.partition("[")[0]


def _operations(one: dict[str, Any]) -> dict[str, Any]:
    inside = [part[1:-1] for part in one["path"].split("/") if part.startswith("{")]
    found: dict[str, Any] = {"parameters": [
        *({"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
          for name in inside),
        *({"$ref": f"#/components/parameters/{_plain(name)}"} for name in one.get("parameters", ())),
    ]}  # fmt: skip
    is_own = one["path"].startswith("/api/")  # SDMX tells errors in its own way
    said = {"content": {PROBLEM: {"schema": _schema("problem")}}} if is_own else {}
    answers = {"200": {"description": "OK"}, "304": {"description": "Not Modified"}} | {
        code: {"description": title} | said for code, title in REFUSED.items()
    }
    if one.get("get", True):
        found["get"] = {"summary": one["summary"], "responses": answers}
    if "post" in one:
        body = {"content": {"application/json": {"schema": _schema(one["post"])}}}
        found["post"] = {"summary": one["summary"], "requestBody": body, "responses": answers}
    return found


def _schema(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
