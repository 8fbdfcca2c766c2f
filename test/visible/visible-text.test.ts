import fc from "fast-check";
import { breakCommands, isVisible, showHidden, visiblePiece, visibleText } from "../../provider/visible-text";
import { commands, controls, expectVisible, hidden } from "./canaries";

const all = [...commands, ...controls, ...hidden, "a\ud800b", "a\udc00"];

describe("what people see", () => {
  it.each(all)("has nothing of %j as it is", (text) => {
    for (const around of [text, `x\n${text}`, `${text}\n`, `a\n\t${text} ${text}`]) {
      expectVisible(visibleText(around));
      expectVisible(visiblePiece(around));
    }
    expect(isVisible(text)).toBe(false);
  });

  it.each([
    ["##vso[x", "#\\u0023vso[x"],
    ["::error::x", ":\\u003aerror::x"],
    ["a\u001b[31mb", "a\\u001b[31mb"],
    ["a\u{e0041}", "a\\udb40\\udc41"],
  ])("shows how %j is broken", (text, expected) => {
    expect(visibleText(text)).toBe(expected);
    expect(JSON.parse(`"${visibleText(text)}"`)).toBe(text);
  });

  it.each([
    "",
    "Shop",
    "Größe €",
    "⏸️ 😀",
    "### Title",
    "a\r\nb\tc\n",
    "C# and C++",
    "a::b",
    "::1",
    "# 1",
    "[x]",
    "##",
  ])("has %j as it is", (text) => {
    expect(visibleText(text)).toBe(text);
    expect(isVisible(text)).toBe(true);
  });

  it("is a name on one line", () => {
    expect(showHidden("a\nb\tc")).toBe("a\\u000ab\\u0009c");
  });

  it("has the colours of the reports where they are wanted, and no other sequence", () => {
    const text = "\u001b[31mred\u001b[39m \u001b[8mgone \u001b[38;5;1mx";
    expect(visiblePiece(text, true)).toBe("\u001b[31mred\u001b[39m \\u001b[8mgone \\u001b[38;5;1mx");
    expect(visiblePiece(text)).not.toContain("\u001b");
  });

  it("has no command behind a colour at the start of a line", () => {
    expect(visiblePiece("\u001b[31m::error::x", true)).toBe("\u001b[31m:\\u003aerror::x");
  });

  it("is the same when it is made visible once more", () => {
    const unit = fc.constantFrom(...Array.from("#:[ \n\r\t\u001b\u202eaZ"), "##vso[", "\u001b[31m");
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(visibleText(visibleText(text))).toBe(visibleText(text));
        expectVisible(visibleText(text));
      }),
    );
  });
});

describe("pieces of a text", () => {
  it("come together to no command, wherever they are cut and to whatever stream they go", () => {
    for (const command of [...commands, "##vso[a ##[b\n::error::"]) {
      fc.assert(
        fc.property(fc.array(fc.nat(command.length), { maxLength: 4 }), (cuts) => {
          const places = [0, ...cuts.sort((a, b) => a - b), command.length];
          const pieces = places.slice(1).map((end, index) => command.slice(places[index], end));
          expectVisible(pieces.map((piece) => visiblePiece(piece)).join(""));
        }),
      );
    }
  });
});

test("a format breaks a command by its own way to spell a character", () => {
  expect(breakCommands("a##vso[x", (character) => `<${character}>`)).toBe("a#<#>vso[x");
});
