// Looks for manual changes with `iispools drift`. If there are any, or a server cannot be read, it sends the report by mail,
// to Teams and to Slack: to those whose variables are set (see README.md). Usage: node drift-alert.mjs [arguments of drift]
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const { env } = process;
const require = createRequire(import.meta.url);

/** Runs iispools of the package beside this script. */
function iispools(...args) {
  const manifest = require.resolve("pulumi-iis/package.json");
  const program = join(dirname(manifest), require(manifest).bin.iispools);
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  return { status, text: `${stdout}\n${stderr}`.trim() };
}

/** The text up to a limit of the channel, in whole lines. */
function shorten(text, longest) {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest - 60);
  return `${cut.slice(0, cut.lastIndexOf("\n"))}\n… cut; the whole report is in drift.html`;
}

async function post(url, message) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(message),
  });
  // Not the address: whoever has it can write to the channel.
  if (!response.ok) throw new Error(`the service answers ${response.status}`);
}

/** A section of Slack has at most 3,000 characters. */
function slackMessage(title, text) {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const code = `\`\`\`${shorten(escaped, 2900).replaceAll("```", "'''")}\`\`\``;
  return { text: title, blocks: [header(title), { type: "section", text: { type: "mrkdwn", text: code } }] };
}

function header(title) {
  return { type: "header", text: { type: "plain_text", text: title } };
}

/** An Adaptive Card, as the workflow "When a Teams webhook request is received" takes it; at most 28 KB. */
function teamsMessage(title, text) {
  const lines = shorten(text, 6000).split("\n");
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    body: [
      { type: "TextBlock", text: title, size: "Large", weight: "Bolder", wrap: true },
      ...lines.map((line) => ({
        type: "RichTextBlock",
        spacing: "None",
        inlines: [{ type: "TextRun", text: line === "" ? " " : line, fontType: "Monospace" }],
      })),
    ],
  };
  return { type: "message", attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }] };
}

async function sendMail(title, text) {
  const { createTransport } = await import("nodemailer");
  await createTransport(env.SMTP_URL).sendMail({
    ...{ from: env.MAIL_FROM, to: env.MAIL_TO, subject: title, text },
    attachments: hasReport ? [{ path: "drift.html" }] : [],
  });
}

const titles = {
  1: "IIS: the drift job failed",
  2: "IIS: servers differ from their files",
  3: "IIS: servers were skipped, because they do not answer",
};

for (const old of ["drift.json", "drift.html"]) rmSync(old, { force: true });
const drift = iispools("drift", "--format", "json", "--output", "drift.json", ...process.argv.slice(2));
console.log(drift.text);
if (drift.status === 0) process.exit(0);

// After a fault in a file there is no report.
const hasReport = iispools("show", "drift.json", "--format", "html", "--output", "drift.html").status === 0;
const title = titles[drift.status] ?? titles[1];
const channels = {
  mail: env.MAIL_TO && (() => sendMail(title, drift.text)),
  Teams: env.TEAMS_WEBHOOK_URL && (() => post(env.TEAMS_WEBHOOK_URL, teamsMessage(title, drift.text))),
  Slack: env.SLACK_WEBHOOK_URL && (() => post(env.SLACK_WEBHOOK_URL, slackMessage(title, drift.text))),
};
const chosen = Object.entries(channels).filter(([, send]) => send);
if (chosen.length === 0) console.error("Nobody was told: set MAIL_TO, TEAMS_WEBHOOK_URL or SLACK_WEBHOOK_URL");
for (const [name, send] of chosen) {
  try {
    await send();
    console.log(`sent to ${name}`);
  } catch (error) {
    console.error(`cannot send to ${name}: ${error.message}`);
    process.exitCode = 1;
  }
}
process.exitCode ??= drift.status;
