"""Modules are checked as scripts, with everything in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.check.modules import module_as_script
from jaicp.text.source import Source


def as_script(text: str) -> str:
    return module_as_script(Source("a.js", text)).text


@pytest.mark.parametrize(
    ("module", "script"),
    [
        ("import a from 'b';\nf();", "                  \nf();"),
        ("export const a = 1;", "       const a = 1;"),
        ("export default {a: 1};", "let $_ =       {a: 1};"),
        ("export default\r\nclass A {}", "let $_ =      \r\nclass A {}"),
        ("export { a };\nexport * from './b';", "             \n                    "),
        ("const a = import.meta.url;", "const a = ({}).meta00.url;"),
        ("f(); // import", "f(); // import"),
    ],
)
def test_import_and_export_are_blanked_out(module: str, script: str) -> None:
    assert as_script(module) == script


@given(
    st.lists(
        st.sampled_from(
            [
                "import a from './я';",
                "export default { x };",
                "export default\r\nclass A {}",
                "export\ndefault 1;",
                "export default async () => 1;",
                "export const б = '😀';",
                "export function f() { return '🎈'; }",
                "export { a as b };",
                "// 😀\r",
                "broken (",
            ]
        )
    )
)
def test_every_line_keeps_its_length(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert [len(line) for line in as_script(text).split("\n")] == [
        len(line) for line in text.split("\n")
    ]
