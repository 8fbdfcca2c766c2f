// Looks for manual changes with `iispools drift`. If there are any, or a server cannot be read, it sends the report by mail,
// to Teams and to Slack: to those whose variables are set (see README.md). Usage: node drift-alert.mjs [arguments of drift]
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const { env } = process;
const require = createRequire(import.meta.url);

/** Runs iispools of the package beside this script. */
function iispools(...args) {
  const manifest = require.resolve("pulumi-iis/package.json");
  const program = join(dirname(manifest), require(manifest).bin.iispools);
  const options = { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 };
  const { status, signal, error, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
  const fault = status === null ? `iispools was ended: ${error?.code ?? signal}` : "";
  return {
    status: status ?? 1,
    log: [stdout, stderr, fault].join("\n").trim(),
    // Without a report, what went wrong; never the progress.
    text: fault || stdout.trim() || stderr.trim(),
  };
}

/** What the report counts, for the title of a message: `IIS: 1 of 3 servers differs from the files`. */
function titleOf(status) {
  const hosts = existsSync("drift.json") ? JSON.parse(readFileSync("drift.json", "utf8")).hosts : [];
  const failed = hosts.filter(({ ok }) => !ok).length;
  const differing = hosts.filter(
    ({ ok, counts }) => ok && counts.declared + counts.undeclared + counts.unknownPools > 0,
  ).length;
  const of = hosts.length === 1 ? "1 server" : `${hosts.length} servers`;
  const parts = [];
  if (hosts.length === 0 || (status === 1 && failed === 0)) parts.push("the drift job failed");
  if (differing > 0) parts.push(`${differing} of ${of} ${differing === 1 ? "differs" : "differ"} from the files`);
  if (failed > 0 && status !== 3) parts.push(`${failed} of ${of} could not be read`);
  if (failed > 0 && status === 3) parts.push(`${failed} of ${of} ${failed === 1 ? "was" : "were"} skipped`);
  return `IIS: ${parts.join("; ")}`;
}

/** The lines up to a limit of the channel. A line without an end is cut too. */
function shorten(text, limit, sizeOf) {
  const lines = text.split("\n").map((line) => (line.length > 1000 ? `${line.slice(0, 1000)}…` : line));
  let size = 0;
  const kept = lines.filter((line) => (size += sizeOf(line)) <= limit);
  if (kept.join("\n") === text) return kept;
  return [...kept, `… cut; the rest is in ${hasReport ? "drift.html" : "the output of the job"}`];
}

/** The address of a variable. No message quotes it: whoever has the address of a webhook can write to the channel. */
function addressIn(variable, protocols) {
  const url = env[variable] ?? "";
  if (!URL.canParse(url) || !protocols.test(url)) throw new Error(`${variable} is not a valid address`);
  return url;
}

async function post(variable, message) {
  const response = await fetch(addressIn(variable, /^https?:/i), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(message),
  }).catch((error) => {
    throw new Error(`the request failed (${error.cause?.code ?? error.name})`);
  });
  if (!response.ok) throw new Error(`the service returns ${response.status}`);
}

/** A section of Slack has at most 3,000 characters. */
function slackMessage(title, text) {
  const escape = (line) =>
    line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("```", "'''");
  const code = shorten(text, 2900, (line) => escape(line).length + 1).map(escape);
  const section = { type: "section", text: { type: "mrkdwn", text: `\`\`\`${code.join("\n")}\`\`\`` } };
  return { text: title, blocks: [header(title), section] };
}

function header(title) {
  return { type: "header", text: { type: "plain_text", text: title } };
}

function teamsLine(line) {
  const run = { type: "TextRun", text: line === "" ? " " : line, fontType: "Monospace" };
  return { type: "RichTextBlock", spacing: "None", inlines: [run] };
}

/** An Adaptive Card, as the workflow "When a Teams webhook request is received" takes it; at most 28 KB. */
function teamsMessage(title, text) {
  const lines = shorten(text, 26_000, (line) => Buffer.byteLength(JSON.stringify(teamsLine(line))) + 1);
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    body: [{ type: "TextBlock", text: title, size: "Large", weight: "Bolder", wrap: true }, ...lines.map(teamsLine)],
  };
  return { type: "message", attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }] };
}

async function sendMail(title, text) {
  const { createTransport } = await import("nodemailer");
  await createTransport(addressIn("SMTP_URL", /^smtps?:/i)).sendMail({
    ...{ from: env.MAIL_FROM, to: env.MAIL_TO, subject: title, text },
    attachments: hasReport ? [{ path: "drift.html" }] : [],
  });
}

for (const old of ["drift.json", "drift.html"]) rmSync(old, { force: true });
const drift = iispools("drift", "--format", "json", "--output", "drift.json", ...process.argv.slice(2));
console.log(drift.log);
if (drift.status === 0) process.exit(0);

// After a fault in a file there is no report.
const hasReport = iispools("show", "drift.json", "--format", "html", "--output", "drift.html").status === 0;
const title = titleOf(drift.status);
const channels = {
  mail: env.MAIL_TO && (() => sendMail(title, drift.text)),
  Teams: env.TEAMS_WEBHOOK_URL && (() => post("TEAMS_WEBHOOK_URL", teamsMessage(title, drift.text))),
  Slack: env.SLACK_WEBHOOK_URL && (() => post("SLACK_WEBHOOK_URL", slackMessage(title, drift.text))),
};
const chosen = Object.entries(channels).filter(([, send]) => send);
if (chosen.length === 0) console.error("No message was sent: set MAIL_TO, TEAMS_WEBHOOK_URL or SLACK_WEBHOOK_URL");
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
