import { decodeSource, SourceText } from "../../provider/pool-file/yaml/source-text";
import { readYaml, type YamlNode } from "../../provider/pool-file/yaml/document";
import { formatFault } from "../../provider/pool-file/pool-file";
import { faultsOf } from "./memory-files";

function read(text: string): { value: unknown; root: YamlNode | undefined; faults: readonly string[] } {
  const { root, faults } = readYaml(new SourceText("f.yaml", text));
  return { value: root?.value, root, faults: faults.map(formatFault) };
}

test.each([
  ["a: 1\nb: [x, true, 1.5, '0x10', 0x10]\n", { a: 1, b: ["x", true, 1.5, "0x10", 16] }],
  ["a: yes\nb: 012\nc: 12:30:45\n", { a: "yes", b: 12, c: "12:30:45" }],
  ["a: 1\r\nb:\r\n  c: x\r\n", { a: 1, b: { c: "x" } }],
  ["---\na: 1\n...\n", { a: 1 }],
  ["%YAML 1.2\n---\na: 1\n", { a: 1 }],
  ["true: a\n2024: b\n1.0: c\n", { true: "a", "2024": "b", "1.0": "c" }],
  ["a: !!str 5\n", { a: "5" }],
  ["a: &x { b: 1, c: 2 }\nd: *x\n", { a: { b: 1, c: 2 }, d: { b: 1, c: 2 } }],
  ["a: &x { b: 1, c: 2 }\nd: { <<: *x, c: 3 }\n", { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } }],
  [
    "a: &x { b: 1 }\ne: &y { b: 2, f: 3 }\nd: { <<: [*x, *y] }\n",
    { a: { b: 1 }, e: { b: 2, f: 3 }, d: { b: 1, f: 3 } },
  ],
  ["a: &x 1\nb: *x\nc: &x 2\nd: *x\n", { a: 1, b: 1, c: 2, d: 2 }],
  ['"<<": 5\n', { "<<": 5 }],
  ["%YAML 1.1\n---\na:\n  b: yes\n", { a: { b: true } }],
  [`a:\n  b: ${"x".repeat(2000)}\nc:\n  d: 1\n`, { a: { b: "x".repeat(2000) }, c: { d: 1 } }],
  [`a:\n  b:\n    c: ${"x".repeat(2000)}\n\n  # next\n  d: &y\n    e: 1\nf: *y\n`, { a: { d: { e: 1 } }, f: { e: 1 } }],
])("%j is read", (text, value) => {
  expect(read(text)).toMatchObject({ value, faults: [] });
});

test.each([
  ["", "f.yaml:1:1: the file is empty"],
  ["# nothing\n", "f.yaml:1:1: the file is empty"],
  ["a: 1\nb:\n", 'f.yaml:2:1 b: has no value; write one ("" for an empty text), or remove the key'],
  ["a: [1, ~]\n", 'f.yaml:1:8 a[1]: has no value; write one ("" for an empty text), or remove the key'],
  ["a: 1\nb: 2\na: 3\n", "f.yaml:3:1 a: is already given in line 1"],
  ["a: !Ref x\n", "f.yaml:1:4: an unknown tag; pool files have no tags, remove it"],
  ["a: !!binary aGk=\n", "f.yaml:1:4: an unknown tag; pool files have no tags, remove it"],
  ["a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document in one file; put it into a file of its own"],
  ["a:\n\tb: 1\n", "f.yaml:2:1: a tab in the indentation; YAML allows blanks only"],
  ["a: 'x\n", "f.yaml:2:1: the text in single quotes is never closed"],
  ['a: "x\\q"\n', "f.yaml:1:6: not an escape of YAML; write \\\\ for a backslash, or remove the double quotes"],
  ["a: *x\n", "f.yaml:1:1 a: the alias has no anchor before it; put a text that starts with * in quotes"],
  ["a: { x }\n", "f.yaml:1:6 a: a key without a colon; write key: value, or put a text in quotes"],
  ["a: &x [*x]\n", "f.yaml:1:8 a[0]: the alias *x is inside the value that it refers to"],
  ["a: { <<: 5 }\n", "f.yaml:1:6 a: << requires a map, an alias of one, or a list of them"],
  ["? [a]\n: 1\n", "f.yaml:1:3: a key must be a text"],
  ["a: @x\n", "f.yaml:1:4: a text that starts with this character must be in quotes"],
  ["a: b: c\n", "f.yaml:1:4: a second colon on one line: put the value in quotes or its keys on lines of their own"],
  [
    "a: 1\n b: 2\n",
    "f.yaml:1:4: a second colon on one line: put the value in quotes or its keys on lines of their own",
  ],
  ["a:\n  b: 'x\n", "f.yaml:3:1: the text in single quotes is never closed"],
  ["a:\n  b:\n    c: @x\n", "f.yaml:3:8: a text that starts with this character must be in quotes"],
  ["a: 1\nhello\n", 'f.yaml:2:1: this line is not "key: value"; add a colon and a blank'],
  ["[".repeat(20_000), expect.stringContaining("nested too deeply")],
  [`a: ${"[".repeat(40)}${"]".repeat(40)}\n`, expect.stringContaining("is nested deeper than 32 levels")],
])("%j is told in one line", (text, told) => {
  expect(read(text).faults[0]).toEqual(told);
});

test("keys that every object has are keys like others", () => {
  const { value, root } = read("__proto__: { a: 1 }\nconstructor: 2\n");
  expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect([...(root?.entries?.keys() ?? [])]).toEqual(["__proto__", "constructor"]);
});

test("aliases cannot repeat more than a million values", () => {
  const lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"];
  for (let level = 1; level < 10; level += 1) {
    const aliases = Array.from({ length: 10 }, () => `*a${level - 1}`).join(", ");
    lines.push(`a${level}: &a${level} [${aliases}]`);
  }
  expect(read(lines.join("\n")).faults[0]).toContain("the aliases of this file repeat more than 1000000 values");
});

test("a key is where it stands, an item too, and merged ones where they were written", () => {
  const source = new SourceText("f.yaml", "base: &b\n  x: 1\na:\n  <<: *b\n  y: [p, q]\n");
  const { root } = readYaml(source);
  const a = root?.entries?.get("a");
  const at = (node: YamlNode | undefined): string => {
    const { line, column } = source.positionAt(node?.at ?? -1);
    return `${line}:${column}`;
  };
  expect([at(a), at(a?.entries?.get("x")), at(a?.entries?.get("y")), at(a?.entries?.get("y")?.items?.[1])]).toEqual([
    "3:1",
    "2:3",
    "5:3",
    "5:10",
  ]);
});

test.each([
  ["a byte order mark is no part of it", [0xef, 0xbb, 0xbf, 0x61], "a"],
  ["UTF-16 is refused by its name", [0xff, 0xfe, 0x61, 0], "is UTF-16; save it as UTF-8"],
  ["other bytes are refused", [0x61, 0xe4, 0x62], "is not UTF-8; save it as UTF-8"],
])("%s", (_, bytes, expected) => {
  const read = decodeSource("f.yaml", Uint8Array.from(bytes));
  expect(read instanceof SourceText ? read.text : read.message).toBe(expected);
});

test("a file of more than 32 MB is refused unread", () => {
  expect(decodeSource("f.yaml", new Uint8Array(33 * 1024 * 1024))).toMatchObject({
    message: "has 33 MB, the limit is 32 MB; split it",
  });
});

test("no fault of syntax repeats what stands in the file", () => {
  const broken = [
    "password: 'canary",
    'password: "canary\\q"',
    "password: @canary",
    "password: canary: canary",
    "password: [canary",
    "a: 1\ncanary",
    "password: canary\n canary: 1",
    "password: !canary x",
    "password: *canary-",
    "{ password: canary",
    "]canary",
    "password: |x canary\n  y",
  ];
  for (const text of broken) {
    const faults = faultsOf(`version: 1\n${text}\n`);
    expect(faults).not.toEqual([]);
    // An alias is a name, and has to be told.
    expect(faults.join("\n").replace("alias *canary-", "")).not.toContain("canary");
  }
});

test("a reference inside braces is told to stand in quotes", () => {
  const told = faultsOf("version: 1\npools:\n  A: { processModel: { password: ${env:A} } }\n");
  expect(told[0]).toMatch(/^f\.yaml:3:\d+: inside \{ \} and \[ \] write "\$\{env:NAME\}" in quotes$/);
});
