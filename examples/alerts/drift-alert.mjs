// Looks for manual changes with `iispools drift`. If there are any, or a server cannot be read, it sends the report by mail
// (see README.md). Usage: node drift-alert.mjs [arguments of drift]
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

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

for (const old of ["drift.json", "drift.html"]) rmSync(old, { force: true });
const drift = iispools("drift", "--format", "json", "--output", "drift.json", ...process.argv.slice(2));
console.log(drift.log);
if (drift.status === 0) process.exit(0);

// After a fault in a file there is no report.
const hasReport = iispools("show", "drift.json", "--format", "html", "--output", "drift.html").status === 0;
const { SMTP_URL: url = "", MAIL_FROM: from, MAIL_TO: to } = process.env;
if (!to) {
  console.error("No mail was sent: set MAIL_TO");
  process.exit(drift.status);
}
try {
  // No message quotes the address: it can have a password.
  if (!URL.canParse(url) || !/^smtps?:/i.test(url)) throw new Error("SMTP_URL is not a valid address");
  const { createTransport } = await import("nodemailer");
  await createTransport(url).sendMail({
    ...{ from, to, subject: titleOf(drift.status), text: drift.text },
    attachments: hasReport ? [{ path: "drift.html" }] : [],
  });
  console.log("sent by mail");
  process.exitCode = drift.status;
} catch (error) {
  console.error(`cannot send by mail: ${error.message}`);
  process.exitCode = 1;
}
