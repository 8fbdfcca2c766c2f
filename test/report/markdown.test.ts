import fc from "fast-check";

import type { HostPlan, HostResult, PlannedChange } from "../../provider/plan/results";
import { IisError } from "../../provider/errors";
import { escapeMarkdown, inlineCode } from "../../provider/report/markdown/escape";
import { fitBlocks } from "../../provider/report/markdown/fit";
import { longestMarkdown } from "../../provider/report/markdown/markdown";
import type { Report } from "../../provider/report/report";
import { render } from "./render";
import { hostileNames } from "./realistic-plan";
import { updated, webPlan } from "./samples";

/** A plan of hosts that differ from each other, so that each has its own block. */
function planOf(hosts: number, pools: number, name: (index: number) => string = (index) => `Pool${index}`): Report {
  const changesOn = (host: string): PlannedChange[] =>
    Array.from({ length: pools }, (_, index) =>
      updated(hosts === 1 ? name(index) : `${host}-${name(index)}`, index + 1, {
        ...{ path: "queueLength", from: 1000, to: 2000 },
      }),
    );
  return {
    kind: "plan",
    lint: [],
    hosts: Array.from({ length: hosts }, (_, index): HostResult<HostPlan> => {
      const host = `web-${index}`;
      return { host, ok: true, value: { ...webPlan, host, pools, changes: changesOn(host), risks: [], refusals: [] } };
    }),
  };
}

function markdown(report: Report): string {
  return render(report, "markdown");
}

/** Tags that are opened and not closed, or the other way round. */
function unbalanced(text: string): string[] {
  const open: string[] = [];
  for (const [, slash, name = ""] of text.matchAll(/<(\/?)(details|summary|b|code)\b[^>]*>/g)) {
    if (slash === "") open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [...open, `/${name}`];
  }
  return open;
}

describe("markdown", () => {
  it("begins with the marker, of its own or of the caller's", () => {
    expect(markdown(planOf(1, 1))).toMatch(/^<!-- iispools -->\n/);
    const marker = "<!-- iispools production -->";
    expect(render(planOf(1, 1), "markdown", { marker })).toMatch(`${marker}\n`);
  });

  it.each([
    ["one host of 10,000 pools", 1, 10_000],
    ["20 hosts of 50 pools", 20, 50],
    ["2,000 hosts", 2000, 1],
  ])("of %s is cut to 64,000 characters with all counts and whole markup", (_, hosts, pools) => {
    const text = markdown(planOf(hosts, pools));
    expect(text.length).toBeLessThanOrEqual(longestMarkdown);
    expect(text.length).toBeGreaterThan(longestMarkdown * 0.9);
    expect(text).toContain(`**${hosts * pools} to update on ${hosts} host`);
    expect(text).toMatch(/\*\*Cut:\*\* .* did not fit into 64,000 characters/);
    expect(unbalanced(text)).toEqual([]);
  });

  it("names every host and its counts even where its pools are cut", () => {
    const text = markdown(planOf(20, 50));
    for (let index = 0; index < 20; index++) expect(text).toContain(`<b>web-${index}</b>: 50 pools, 50 to update`);
  });

  it("is not cut where it fits", () => {
    expect(markdown(planOf(2, 20))).not.toContain("Cut");
  });

  it.each(hostileNames)("keeps its table and notifies nobody with a pool called %j", (name) => {
    const text = markdown(planOf(1, 1, () => name));
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    for (const row of rows) expect(row.split("|")).toHaveLength(6);
    expect(unbalanced(text)).toEqual([]);
    expect(text).not.toMatch(/@\w/);
    expect(text.split("<!-- iispools -->")).toHaveLength(2);
  });
});

describe("escapeMarkdown and inlineCode", () => {
  const texts = fc.string({ unit: fc.constantFrom(...Array.from("<>&|`*_~[]()\\#!:$@a1 \n\u202e")) });

  it("leave no tag, no table cell, no mention and no emphasis of the text's own", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const inside = inlineCode(text).slice("<code>".length, -"</code>".length).replaceAll("<wbr>", "");
        for (const escaped of [escapeMarkdown(text), inside]) {
          expect(escaped).not.toMatch(/[<|`*~[\]\\$\n\u202e]|@[a1]|(^|[^&])#|&(?!lt;|amp;|#\d+;)/);
        }
      }),
    );
  });

  it.each([
    ["POOL_IN_USE", "POOL_IN_USE"],
    ["_a_", "&#95;a&#95;"],
    ["@octocat", "@&#8203;octocat"],
    ["#12", "&#35;&#8203;12"],
    [":tada:", "&#58;tada:"],
    ["03:00", "03:00"],
  ])("%s becomes %s", (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });
});

describe("a text from outside", () => {
  /** What GitHub, GitLab and Azure DevOps make links of, in the texts that a browser shows. */
  const links = /:\/\/|www\.|@[\w-]|#\d|![\d]|\bGH-\d/i;
  const shown = (markdown: string): string[] =>
    markdown.split(/<[^>]*>/).map((text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))));

  it.each([
    "https://evil.example/a?b=c",
    "see HTTP://evil.example",
    "ftp://evil.example",
    "www.evil.example",
    "WWW.evil.example",
    "mailto:a@evil.example",
    "a.b@evil.example",
    "@octocat",
    "@octo-org/team",
    "fixes #12",
    "octo/repo#12",
    "GH-12",
    "gh-12",
    "!12",
    "AB#12",
    "CORP\\svc@corp.example",
  ])("such as %j is no link", (text) => {
    for (const part of shown(escapeMarkdown(text))) expect(part).not.toMatch(links);
    // In code, numbers and names are no links.
    for (const part of shown(inlineCode(text))) expect(part).not.toMatch(/:\/\/|www\.|\w@\w/i);
  });

  it("is copied whole from code", () => {
    expect(shown(inlineCode("CORP\\svc@corp.example https://a www.b")).join("")).toBe(
      "CORP\\svc@corp.example https://a www.b",
    );
  });

  it("is no link in a whole report, whatever it is a part of", () => {
    const outside = "https://evil.example www.evil.example @octocat a@evil.example #12 GH-12";
    const error = new IisError("UNREACHABLE", { problem: outside });
    const change = updated(outside, 1, { path: "managedRuntimeVersion", from: outside, to: outside });
    const text = markdown({
      kind: "plan",
      lint: [],
      hosts: [
        { host: outside, ok: false, error },
        { host: "web", ok: true, value: { ...webPlan, host: outside, changes: [change], refusals: [error] } },
      ],
    });
    for (const part of shown(text)) expect(part).not.toMatch(/:\/\/evil|www\.|@octocat|a@evil/);
    for (const part of shown(text.replace(/<code>.*?<\/code>/g, ""))) expect(part).not.toMatch(links);
  });
});

describe("fitBlocks", () => {
  const sections = fc.array(
    fc.record({ open: fc.string(), blocks: fc.array(fc.string({ minLength: 1 })), close: fc.string() }),
  );

  it("never takes more than the room, and says how much it left out", () => {
    fc.assert(
      fc.property(sections, fc.nat(200), (all, room) => {
        const { text, left } = fitBlocks(all, room);
        expect(text.length).toBeLessThanOrEqual(room);
        const full = all.map(({ open, blocks, close }) => open + blocks.join("") + close).join("");
        expect(text === full).toBe(left.blocks + left.sections === 0 || full.length === text.length);
      }),
    );
  });
});
