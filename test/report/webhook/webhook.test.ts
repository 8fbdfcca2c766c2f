import type * as AdaptiveCards from "adaptivecards";
import type { DriftReport } from "../../../provider/report/schema/change-reports";
import { documentOf } from "../../../provider/report/document/document";
import {
  driftDigest,
  failureDigest,
  readWebhookState,
  writeWebhookState,
} from "../../../provider/report/webhook/change";
import { webhookBody } from "../../../provider/report/webhook/messages";
import { driftNotice, failureNotice, type Notice } from "../../../provider/report/webhook/notice";
import { isVisible } from "../../../provider/visible-text";
import { noDrift } from "../metrics/runs";
import { hostileNames } from "../realistic-plan";
import { canary, samples } from "../samples";
import { longTexts } from "./long-texts";

// Its other build is for bundlers only.
const { AdaptiveCard, SerializationContext, Versions } = jest.requireActual<typeof AdaptiveCards>(
  "adaptivecards/dist/adaptivecards.js",
);

const drift = documentOf(samples.drift) as DriftReport;

function reportOf(...hosts: Parameters<typeof noDrift>[]): DriftReport {
  const results = hosts.map((args) => ({ host: args[0], ok: true as const, value: noDrift(...args) }));
  return documentOf({ kind: "drift", hosts: results }) as DriftReport;
}

/** The lines that Teams shows, of a card that Microsoft's own parser accepts without a remark. */
function shownByTeams(body: string): string[] {
  const { type, attachments } = JSON.parse(body) as {
    type: string;
    attachments: { contentType: string; content: unknown }[];
  };
  expect([type, attachments.map(({ contentType }) => contentType)]).toEqual([
    "message",
    ["application/vnd.microsoft.card.adaptive"],
  ]);
  const card = new AdaptiveCard();
  const context = new SerializationContext(Versions.v1_4);
  card.parse(attachments[0]!.content, context);
  expect(context.eventCount).toBe(0);
  return Array.from({ length: card.getItemCount() }, (_, index) => card.getItemAt(index).asString() ?? "");
}

interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly [{ text: { text: string } }, { text: { text: string } }];
}

/** The text of a message within the limits that Slack documents for a header and a section. */
function shownBySlack(body: string): string {
  const { text, blocks } = JSON.parse(body) as SlackMessage;
  expect(blocks).toHaveLength(2);
  expect(blocks[0].text.text).toBe(text);
  expect(text.length).toBeLessThanOrEqual(150);
  expect(blocks[1].text.text.length).toBeLessThanOrEqual(3000);
  expect(blocks[1].text.text).toMatch(/^```[^`][^]*[^`]```$/);
  return blocks[1].text.text;
}

describe("whether a drift has changed", () => {
  it("is not decided by times, places in files, notes, and what an ignore rule suppresses", () => {
    const [host, ...rest] = drift.hosts;
    const other = {
      ...drift,
      made: { at: "2026-12-01T00:00:00.000Z", version: "9.9.9", files: ["x.yaml"] },
      hosts: [{ ...host!, notes: [], suppressed: [], unknownSettings: [] }, ...rest],
    } as DriftReport;
    const moved = JSON.parse(JSON.stringify(other).replaceAll(/"line":\d+/g, '"line":1')) as DriftReport;
    expect(driftDigest(moved)).toBe(driftDigest(drift));
  });

  it.each([
    ["a value", (text: string) => text.replace('"00:20:00"', '"00:21:00"')],
    ["a setting in no file", (text: string) => text.replaceAll('"cpu.limit"', '"cpu.action"')],
    ["a pool", (text: string) => text.replaceAll('"Test"', '"Test2"')],
    ["a server", (text: string) => text.replaceAll('"web-02"', '"web-03"')],
    ["the reason of a server", (text: string) => text.replaceAll("NO_APPCMD", "UNREACHABLE")],
  ])("is decided by %s", (_what, change) => {
    const other = JSON.parse(change(JSON.stringify(drift))) as DriftReport;
    expect(driftDigest(other)).not.toBe(driftDigest(drift));
  });

  it("is known of a new file: nothing differed, on any number of servers", () => {
    expect(readWebhookState("")).toBe(driftDigest(reportOf(["web-01"], ["web-02"])));
    expect(readWebhookState("")).toBe(driftDigest(reportOf()));
    expect(readWebhookState("")).not.toBe(failureDigest([]));
  });

  it("is read from its own file, and from nothing else", () => {
    expect(readWebhookState(writeWebhookState(driftDigest(drift)))).toBe(driftDigest(drift));
    for (const text of [
      "x",
      "{}",
      "[]",
      "null",
      '{"schema":"iispools.webhook-state/1"}',
      '{"schema":"iispools.webhook-state/1","digest":"x"}',
    ])
      expect([text, readWebhookState(text)]).toEqual([text, undefined]);
  });

  it("shows no value in the file", () => {
    expect(writeWebhookState(driftDigest(drift))).toMatch(
      /^\{\s+"schema": "iispools.webhook-state\/1",\s+"digest": "[0-9a-f]{64}"\s+\}\n$/,
    );
  });
});

describe("the title of a message", () => {
  it.each([
    ["IIS: no differences on 1 server", reportOf(["web-01"])],
    [
      "IIS: no differences on 2 servers",
      reportOf(["web-01"], ["web-02", { unknownSettings: [{ pool: "Shop", path: "x" }] }]),
    ],
    ["IIS: 1 of 1 server differs from the files", reportOf(["web-01", { unknownPools: ["Test"] }])],
    [
      "IIS: 2 of 2 servers differ from the files",
      reportOf(["a", { unknownPools: ["T"] }], ["b", { unknownPools: ["T"] }]),
    ],
    ["IIS: 1 of 2 servers differs from the files; 1 of 2 servers could not be read", drift],
    [
      "IIS: 1 of 2 servers differs from the files; 1 of 2 servers was skipped",
      documentOf({ ...samples.drift, skipped: ["web-02"] }) as DriftReport,
    ],
  ])("is %s", (title, document) => {
    expect(driftNotice(document).title).toBe(title);
  });
});

describe("a message", () => {
  it("has the report, in the form that each service takes", () => {
    const notice = driftNotice(drift);
    const teams = shownByTeams(webhookBody("teams", notice));
    expect(teams[0]).toBe(notice.title);
    expect(teams.slice(1).join("\n")).toContain("Shop");
    expect(shownBySlack(webhookBody("slack", notice))).toContain("Shop");
    expect(JSON.parse(webhookBody("json", notice))).toEqual({ schema: "iispools.webhook/1", ...notice });
  });

  it.each(["teams", "slack", "json"] as const)("has no secret: %s", (service) => {
    expect(webhookBody(service, driftNotice(drift))).not.toContain(canary);
  });

  it.each(longTexts)("is cut by its size in the message, if a report has %s", (_what, text) => {
    const notice: Notice = { status: "differences", title: "IIS: a title", text };
    const teams = webhookBody("teams", notice);
    expect(Buffer.byteLength(teams)).toBeLessThan(28 * 1024);
    expect(shownByTeams(teams).at(-1)).toMatch(/^… cut; the whole report: iispools drift$|…$/);
    shownBySlack(webhookBody("slack", notice));
    expect(Buffer.byteLength(webhookBody("json", notice))).toBeLessThan(101_000);
  });

  it("has no text of a server that a service could take for its own signs", () => {
    const names = [
      ...hostileNames,
      "<!channel> <@U1> <https://example.com|here>",
      "```",
      "[here](https://example.com)",
      "&lt;!here>",
    ];
    const notice = driftNotice(reportOf(["web-01", { unknownPools: names }]));
    const slack = shownBySlack(webhookBody("slack", notice));
    expect(slack).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    expect(slack.slice(3, -3)).not.toContain("```");
    const card = JSON.parse(webhookBody("teams", notice)) as {
      attachments: [{ content: { body: { type: string }[] } }];
    };
    const [, ...lines] = card.attachments[0].content.body;
    expect(new Set(lines.map(({ type }) => type))).toEqual(new Set(["RichTextBlock"]));
    for (const service of ["teams", "slack", "json"] as const)
      JSON.parse(webhookBody(service, notice), (_key, value: unknown) => {
        expect(typeof value !== "string" || isVisible(value)).toBe(true);
        return value;
      });
  });

  it("has the errors of a run that read no server", () => {
    const notice = failureNotice(["pools.yaml:1:1 version: must be 1", "a\u001b[2J"]);
    expect(notice).toEqual({
      ...{ status: "failed", title: "IIS: the drift job failed" },
      text: "pools.yaml:1:1 version: must be 1\na\\u001b[2J",
    });
  });
});
