import type { Notice } from "./notice";

/** The services whose webhooks are known, and `json` for any other. */
export type WebhookService = "teams" | "slack" | "json";

/** The body of a message for a service, as JSON. It is never larger than the service takes: a long report is cut. */
export function webhookBody(service: WebhookService, notice: Notice): string {
  return JSON.stringify(makers[service](notice));
}

const makers: Readonly<Record<WebhookService, (notice: Notice) => object>> = {
  teams: teamsMessage,
  slack: slackMessage,
  json: ({ text, ...rest }) => ({
    ...{ schema: "iispools.webhook/1", ...rest },
    text: shorten(text, 100_000, (line) => jsonSize(line)).join("\n"),
  }),
};

/** Longest line in a message, in characters. */
const longestLine = 1000;

/** The lines up to a limit of the service. A long line is cut too. */
function shorten(text: string, limit: number, sizeOf: (line: string) => number): string[] {
  const lines = text.split("\n").map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
  const end = "… cut; the whole report: iispools drift";
  let size = sizeOf(end);
  const first = lines.findIndex((line) => (size += sizeOf(line)) > limit);
  return first < 0 ? lines : [...lines.slice(0, first), end];
}

/** Bytes of a line in a JSON text. */
function jsonSize(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value)) + 1;
}

/**
 * An Adaptive Card, as the workflow "When a Teams webhook request is received" takes it. A message has at most 28 KB.
 *
 * Source: https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using,
 * https://adaptivecards.io/explorer/
 */
function teamsMessage({ title, text }: Notice): object {
  const heading = { type: "TextBlock", text: title, size: "Large", weight: "Bolder", wrap: true };
  const lines = shorten(text, 26_000, (line) => jsonSize(teamsLine(line))).map(teamsLine);
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    ...{ type: "AdaptiveCard", version: "1.4", msteams: { width: "Full" }, body: [heading, ...lines] },
  };
  return {
    type: "message",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }],
  };
}

/** A TextRun is no Markdown, so no text of a server can become a link or an image. */
function teamsLine(line: string): object {
  const run = { type: "TextRun", text: line === "" ? " " : line, fontType: "Monospace" };
  return { type: "RichTextBlock", spacing: "None", inlines: [run] };
}

/**
 * Blocks of Slack: the text of a section has at most 3,000 characters.
 *
 * Source: https://docs.slack.dev/reference/block-kit/blocks/section-block/
 */
function slackMessage({ title, text }: Notice): object {
  const lines = shorten(text, 2900, (line) => escapeSlack(line).length + 1).map(escapeSlack);
  return {
    text: title,
    blocks: [
      { type: "header", text: { type: "plain_text", text: title, emoji: false } },
      { type: "section", text: { type: "mrkdwn", text: `\`\`\`${lines.join("\n")}\`\`\``, verbatim: true } },
    ],
  };
}

/** Without this, `<!channel>` in the name of a pool would call everyone. */
function escapeSlack(line: string): string {
  return line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("```", "'''");
}
