import type * as AdaptiveCards from "adaptivecards";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { nodeFolder, repository } from "../../tools/workspace/places.mts";
import { copyExample, type Example } from "./examples";

// Its other build is for bundlers only.
const { AdaptiveCard, SerializationContext, Versions } = jest.requireActual<typeof AdaptiveCards>(
  "adaptivecards/dist/adaptivecards.js",
);

/** A message that a service of the test got. */
interface Received {
  readonly from: string;
  readonly text: string;
}

let example: Example;
let received: Received[];
let status: number;
let http: Server;
let smtp: SMTPServer;

beforeEach(async () => {
  example = copyExample("yaml-only", "alerts");
  received = [];
  status = 200;
  http = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      received.push({ from: request.url ?? "", text });
      response.writeHead(status).end();
    });
  });
  smtp = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, session, done) {
      let text = "";
      stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      stream.on("end", () => {
        received.push({ from: JSON.stringify(session.envelope.rcptTo.map(({ address }) => address)), text });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  await new Promise((resolve) => http.close(resolve));
  await new Promise<void>((resolve) => {
    smtp.close(resolve);
  });
  example.dispose();
});

function portOf(server: { address(): unknown }): number {
  return (server.address() as AddressInfo).port;
}

/** Runs the script as the Task Scheduler would, with its variables from a file. */
function alert(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(example.folder, "alert.env"), lines.join(""));
  return new Promise((resolve) => {
    const options = { cwd: example.folder, env: { PATH: "" }, maxBuffer: 16 * 1024 * 1024 };
    const command = ["--env-file=alert.env", "drift-alert.mjs", ...args];
    execFile(join(nodeFolder(), "node"), command, options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

/** Puts a program in the place of iispools. */
function replaceIispools(program: string): void {
  const modules = join(example.folder, "node_modules");
  rmSync(modules);
  mkdirSync(join(modules, "pulumi-iis"), { recursive: true });
  writeFileSync(join(modules, "pulumi-iis/package.json"), JSON.stringify({ bin: { iispools: "iispools.cjs" } }));
  writeFileSync(join(modules, "pulumi-iis/iispools.cjs"), program);
}

function webhooks(): Record<string, string> {
  const { TEAMS_WEBHOOK_URL, SLACK_WEBHOOK_URL } = everyChannel();
  return { TEAMS_WEBHOOK_URL: TEAMS_WEBHOOK_URL!, SLACK_WEBHOOK_URL: SLACK_WEBHOOK_URL! };
}

function textFrom(start: string): string {
  return received.find(({ from }) => from.startsWith(start))?.text ?? "";
}

function everyChannel(): Record<string, string> {
  return {
    TEAMS_WEBHOOK_URL: `http://127.0.0.1:${portOf(http)}/teams?sig=canary`,
    SLACK_WEBHOOK_URL: `http://127.0.0.1:${portOf(http)}/slack/canary`,
    MAIL_TO: "ops@example.com",
    MAIL_FROM: "iis@example.com",
    SMTP_URL: `smtp://127.0.0.1:${portOf(smtp.server)}`,
  };
}

it("sends a drift to every channel, in the form that each service takes", async () => {
  symlinkSync(join(repository, "node_modules/nodemailer"), join(example.folder, "node_modules/nodemailer"));
  const { code, stdout, stderr } = await alert(everyChannel());
  expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
  expect(stdout).toContain("Shop: MISSING on lab");
  expect(stdout + stderr).not.toContain("canary");
  const [mail, teams, slack] = ["[", "/teams", "/slack"].map((start) =>
    received.find(({ from }) => from.startsWith(start)),
  );
  expect(received).toHaveLength(3);

  expect(mail?.from).toBe('["ops@example.com"]');
  expect(mail?.text).toMatch(/^Subject: IIS: 1 of 1 server differs from the files\r$/m);
  expect(mail?.text).toContain("Shop: MISSING on lab");
  expect(mail?.text).toContain("filename=drift.html");

  const message = JSON.parse(teams?.text ?? "") as { attachments: [{ contentType: string; content: unknown }] };
  expect(message).toMatchObject({ type: "message" });
  const [{ contentType, content }] = message.attachments;
  expect(contentType).toBe("application/vnd.microsoft.card.adaptive");
  const card = new AdaptiveCard();
  const context = new SerializationContext(Versions.v1_4);
  card.parse(content, context);
  expect(context.eventCount).toBe(0);
  const shown = Array.from({ length: card.getItemCount() }, (_, index) => card.getItemAt(index).asString());
  expect(shown[0]).toBe("IIS: 1 of 1 server differs from the files");
  expect(shown).toContainEqual(expect.stringContaining("Shop: MISSING on lab"));

  const { text, blocks } = JSON.parse(slack?.text ?? "") as { text: string; blocks: { text: { text: string } }[] };
  expect(text).toBe("IIS: 1 of 1 server differs from the files");
  expect(blocks[1]?.text.text).toContain("Shop: MISSING on lab");
});

it("sends a long report cut to what the services take", async () => {
  const file = join(example.folder, "pools.yaml");
  const text = readFileSync(file, "utf8");
  const declare = (settingsOf: (index: number) => string): void => {
    const pools = Array.from({ length: 200 }, (_, index) => `  Pool ${index}: { ${settingsOf(index)} }\n`);
    writeFileSync(
      file,
      text.replace("pools:\n", () => `pools:\n${pools.join("")}`),
    );
  };
  declare(() => "queueLength: 2000");
  expect(example.run("npx iispools apply --yes --force")).toMatchObject({ code: 0 });
  // Each pool differs in other settings than the others: what is alike is one entry.
  const settings = [
    ...["queueLength: 3000", "autoStart: false", "startMode: AlwaysRunning", "enable32BitAppOnWin64: true"],
    ...["passAnonymousToken: false", "managedPipelineMode: Classic", "cpu: { smpAffinitized: true }"],
    "failure: { rapidFailProtection: false }",
  ];
  declare((index) => settings.filter((_, bit) => (index & (1 << bit)) !== 0 || bit === index % 8).join(", "));
  const { TEAMS_WEBHOOK_URL, SLACK_WEBHOOK_URL } = everyChannel();
  expect(await alert({ TEAMS_WEBHOOK_URL: TEAMS_WEBHOOK_URL!, SLACK_WEBHOOK_URL: SLACK_WEBHOOK_URL! })).toMatchObject({
    code: 2,
  });
  const slack = received.find(({ from }) => from.startsWith("/slack"));
  const { blocks } = JSON.parse(slack?.text ?? "") as { blocks: { text: { text: string } }[] };
  expect(blocks[1]?.text.text.length).toBeLessThanOrEqual(3000);
  expect(blocks[1]?.text.text).toContain("the rest is in drift.html");
  const teams = received.find(({ from }) => from.startsWith("/teams"));
  expect(Buffer.byteLength(teams?.text ?? "")).toBeLessThan(28 * 1024);
});

it("sends nothing if nothing differs", async () => {
  expect(example.run("npx iispools apply --yes --force")).toMatchObject({ code: 0 });
  // What the file does not declare is a drift too.
  expect(
    example.run("npx iispools import --config-file applicationHost.config --as lab --out pools.yaml --force"),
  ).toMatchObject({ code: 0 });
  expect(await alert(everyChannel())).toMatchObject({ code: 0, stderr: "" });
  expect(received).toEqual([]);
});

it("reports a fault of the files, and a message that cannot be sent, without the address", async () => {
  writeFileSync(join(example.folder, "pools.yaml"), "version: 2\n");
  status = 403;
  const { SLACK_WEBHOOK_URL } = everyChannel();
  const { code, stdout, stderr } = await alert({ SLACK_WEBHOOK_URL: SLACK_WEBHOOK_URL! });
  expect({ code, stderr }).toEqual({ code: 1, stderr: "cannot send to Slack: the service returns 403\n" });
  expect(stdout).toContain("pools.yaml:1:1 version: must be 1");
  expect(received[0]?.text).toContain("IIS: the drift job failed");
  expect(stdout + stderr).not.toContain("canary");
});

it.each([
  ["short lines", "'x\\n'.repeat(20_000)"],
  ["wide lines", "('\\u{1f600}'.repeat(400) + '\\n').repeat(2000)"],
  ["one line without an end", "'<'.repeat(3_000_000)"],
])("cuts a report of %s by its size in the message", async (_what, report) => {
  replaceIispools(`if (process.argv[2] === "drift") process.stdout.write(${report}, () => process.exit(2));
else process.exitCode = 1;`);
  expect(await alert(webhooks())).toMatchObject({ code: 2, stderr: "" });
  const teams = textFrom("/teams");
  expect(Buffer.byteLength(teams)).toBeLessThan(28_000);
  expect(teams).toContain("… cut; the rest is in the output of the job");
  const { blocks } = JSON.parse(textFrom("/slack")) as { blocks: { text: { text: string } }[] };
  expect(blocks[1]?.text.text.length).toBeLessThanOrEqual(3000);
});

it("fails and reports it if iispools is killed", async () => {
  replaceIispools('process.kill(process.pid, "SIGKILL");');
  const { code, stdout } = await alert(webhooks());
  expect(code).toBe(1);
  expect(stdout).toContain("iispools was ended: SIGKILL");
  expect(textFrom("/slack")).toContain("IIS: the drift job failed");
  expect(textFrom("/teams")).toContain("iispools was ended: SIGKILL");
});

it("names a skipped server and those that differ in the title, and sends no progress", async () => {
  const file = join(example.folder, "pools.yaml");
  const down = 'web-09: { host: 127.0.0.1, port: 1, user: x, password: "${env:PASSWORD}", dialErrorLimit: 1 }';
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace("hosts:\n", () => `hosts:\n  ${down}\n`),
  );
  const { code, stdout } = await alert({ ...webhooks(), PASSWORD: "none" }, "--skip-unreachable");
  expect({ code, stdout }).toEqual({ code: 3, stdout: expect.stringContaining("wrote drift.json") as string });
  const { text, blocks } = JSON.parse(textFrom("/slack")) as { text: string; blocks: { text: { text: string } }[] };
  expect(text).toBe("IIS: 1 of 2 servers differs from the files; 1 of 2 servers was skipped");
  expect(blocks[1]?.text.text).not.toMatch(/wrote drift\.json|Skipped 1 of/);
  expect(blocks[1]?.text.text).toContain("Shop: MISSING on lab");

  received = [];
  expect(await alert({ ...webhooks(), PASSWORD: "none" })).toMatchObject({ code: 1 });
  expect(textFrom("/slack")).toContain("IIS: 1 of 2 servers differs from the files; 1 of 2 servers could not be read");
});

it.each([
  ["canary", "SLACK_WEBHOOK_URL is not a valid address"],
  ["ftp://127.0.0.1/canary", "SLACK_WEBHOOK_URL is not a valid address"],
  ["http://canary:canary@127.0.0.1/", "the request failed (TypeError)"],
  ["http://127.0.0.1:1024/canary", "the request failed (ECONNREFUSED)"],
])("quotes no address if a request to it fails: %s", async (address, expected) => {
  const { code, stdout, stderr } = await alert({ SLACK_WEBHOOK_URL: address });
  expect({ code, stderr }).toEqual({ code: 1, stderr: `cannot send to Slack: ${expected}\n` });
  expect(stdout).not.toContain("canary");
});
