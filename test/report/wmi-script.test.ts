import fc from "fast-check";
import { wmiLiteral, wmiScript } from "../../provider/report/wmi-script";
import { parsePowerShellLine } from "../../tools/windows/shell-models.mts";

/** What PowerShell and .NET make of a literal, by the model that reads lines of PowerShell. */
function read(literal: string): string {
  const [, escaped] = /^\(\[regex\]::Unescape\((.*)\)\)$/s.exec(literal) ?? [];
  const line = `$PSNativeCommandArgumentPassing='Legacy';$global:LASTEXITCODE=1;& 'x' ${escaped ?? literal};exit $LASTEXITCODE`;
  const text = parseVerbatim(line, escaped ?? literal);
  if (escaped === undefined) return text;
  expect(text.replace(/\\u[0-9a-f]{4}/g, "")).not.toContain("\\");
  return text.replace(/\\u([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The model refuses a line in which the literal is more than one verbatim string. */
function parseVerbatim(line: string, literal: string): string {
  expect(() => parsePowerShellLine(line)).not.toThrow();
  return literal.slice(1, -1).replaceAll("''", "'");
}

const awkward = [
  "Shop",
  "it's",
  "'; Remove-Item C:\\ -Recurse; '",
  "$(Stop-Computer)",
  "`n$env:PATH",
  '"double"',
  "O‘Brien’s‛pool",
  "Größe 😀",
  "a\\u0041b",
  "ü\\n\\",
  "x' OR Name LIKE '%",
  "a\nb\u0000",
  "",
];

describe("a pool's name in the script", () => {
  it.each(awkward)("is one verbatim string of ASCII that is read as %j", (name) => {
    const literal = wmiLiteral(name);
    expect(literal).toMatch(/^[\x20-\x7e]*$/);
    expect(read(literal)).toBe(name);
  });

  it("is read back unchanged, whatever it is", () => {
    const unit = fc.constantFrom(
      "a",
      " ",
      "'",
      "''",
      "\u2018",
      "\u2019",
      "\u201a",
      "\\",
      "\\u",
      "$",
      "`",
      '"',
      "\n",
      "😀",
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit, maxLength: 20 }), fc.string({ unit: "binary" })), (name) => {
        const literal = wmiLiteral(name);
        expect(literal).toMatch(/^[\x20-\x7e]*$/);
        expect(read(literal)).toBe(name);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("the script", () => {
  const script = wmiScript(awkward);
  const lines = script.split("\r\n");

  it("is ASCII with the line ends of Windows, and begins with what it is", () => {
    expect(script).toMatch(/^[\x20-\x7e\r\n]*$/);
    expect(script.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(lines[0]).toMatch(/^# Recycles application pools/);
    expect(lines[1]).toMatch(/^param\(/);
  });

  it("holds the names in one list and nowhere else", () => {
    const start = lines.indexOf("$names = @(");
    const end = lines.indexOf(")", start);
    expect(lines.slice(start + 1, end).map((line) => read(line.trim().replace(/,$/, "")))).toEqual(awkward);
    const others = [...lines.slice(0, start), ...lines.slice(end)].join("\n");
    const plain = wmiScript(["Shop"]).split("\r\n");
    expect(others).toBe([...plain.slice(0, start), ...plain.slice(start + 2)].join("\n"));
  });

  it("asks WMI for whole classes, by no query and no filter", () => {
    expect(script).not.toMatch(/-Query|-Filter|SELECT|WHERE |\[wmi\]|Invoke-Expression|iex /i);
    expect(script.match(/-Namespace '[^']*' -Class '[^']*'/g)).toEqual([
      String.raw`-Namespace 'root\WebAdministration' -Class 'ApplicationPool'`,
      String.raw`-Namespace 'root\MicrosoftIISv2' -Class 'IIsApplicationPool'`,
    ]);
  });

  it("closes what it opens", () => {
    const bare = lines.map((line) => line.replace(/^\s*#.*$/, "").replace(/'(?:[^']|'')*'/g, "")).join("\n");
    const open: string[] = [];
    const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
    for (const character of bare) {
      if ("([{".includes(character)) open.push(character);
      else if (character in pairs) expect(open.pop()).toBe(pairs[character]);
    }
    expect(open).toEqual([]);
    expect(bare).not.toContain("'");
  });
});
