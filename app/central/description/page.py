"""/docs: the description as one plain page. It needs no script and nothing from elsewhere, so it works offline."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

_STYLE = """
body{font:15px/1.6 system-ui,sans-serif;color:#1b2b2e;background:#f5f6f3}
body{max-width:62rem;margin:2rem auto;padding:0 1rem}
section{background:#fff;border:1px solid #dde2de;border-radius:12px;padding:.5rem 1.5rem 1rem;margin:1rem 0}
h2{font-size:1.1rem}code,pre{font:13px/1.5 ui-monospace,monospace}pre{background:#f5f6f3;padding:.75rem;overflow:auto}
td{padding:.1rem 1rem .1rem 0;vertical-align:top}b{color:#0b6e69}summary{cursor:pointer}
"""


def page_of(described: dict[str, Any]) -> str:
    """HTML, whole."""
    info = described["info"]
    operations = "".join(
        _operation(path, method, operation)
        for path, by_method in described["paths"].items()
        for method, operation in by_method.items()
    )
    messages = "".join(_message(name, schema) for name, schema in described["components"]["schemas"].items())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(info["title"])}</title>'
        f"<style>{_STYLE}</style><h1>{escape(info['title'])}</h1>"
        f"<pre>{escape(info['description'].strip())}</pre>"
        f'<p><a href="/openapi.json">openapi.json</a></p>{operations}<h1>Messages</h1>{messages}</html>'
    )


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(status)}</td><td>{escape(response['description'].replace('`', ''))}</td>"
        f"<td>{' '.join(_links(response))}</td></tr>"
        for status, response in operation["responses"].items()
    )
    takes = " ".join(_links(operation.get("requestBody", {})))
    return (
        f"<section><h2><b>{method.upper()}</b> <code>{escape(path)}</code> {takes}</h2>"
        f"<p>{escape(operation.get('description', ''))}</p><table>{rows}</table></section>"
    )


def _links(part: dict[str, Any]) -> Iterator[str]:
    for content in part.get("content", {}).values():
        name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if name:
            yield f'<a href="#{escape(name)}">{escape(name)}</a>'


def _message(name: str, schema: dict[str, Any]) -> str:
    example = json.dumps(schema.get("examples", [None])[0], ensure_ascii=False, indent=1)
    shape = json.dumps(schema.get("properties", {}), ensure_ascii=False, indent=1)
    return (
        f'<section id="{escape(name)}"><h2><code>{escape(name)}</code></h2>'
        f"<p>{escape(schema.get('description', ''))}</p><pre>{escape(example)}</pre>"
        f"<details><summary>shape</summary><pre>{escape(shape)}</pre></details></section>"
    )
