import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { nodeFolder, repository } from "../../tools/workspace/places.mts";
import { copyExample, type Example } from "./examples";

/** A mail that the server of the test got. */
interface Received {
  readonly to: readonly string[];
  readonly text: string;
}

let example: Example;
let received: Received[];
let smtp: SMTPServer;

beforeEach(async () => {
  example = copyExample("yaml-only", "alerts");
  installNodemailer();
  received = [];
  smtp = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, session, done) {
      let text = "";
      stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      stream.on("end", () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  await new Promise<void>((resolve) => {
    smtp.close(resolve);
  });
  example.dispose();
});

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

/** The package that the reader installs beside ours; the folder of several tests has it already. */
function installNodemailer(): void {
  const place = join(example.folder, "node_modules/nodemailer");
  rmSync(place, { force: true });
  symlinkSync(join(repository, "node_modules/nodemailer"), place);
}

/** Puts a program in the place of iispools. */
function replaceIispools(program: string): void {
  const modules = join(example.folder, "node_modules");
  rmSync(modules);
  mkdirSync(join(modules, "pulumi-iis"), { recursive: true });
  installNodemailer();
  writeFileSync(join(modules, "pulumi-iis/package.json"), JSON.stringify({ bin: { iispools: "iispools.cjs" } }));
  writeFileSync(join(modules, "pulumi-iis/iispools.cjs"), program);
}

/** The variables of a mail. */
function mail(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { port } = smtp.server.address() as AddressInfo;
  return { MAIL_TO: "ops@example.com", MAIL_FROM: "iis@example.com", SMTP_URL: `smtp://127.0.0.1:${port}`, ...more };
}

/** The subject of a mail, whose line an encoding can fold. */
function subjectOf({ text }: Received): string {
  return (/^Subject: (.*(?:\r\n .*)*)/m.exec(text)?.[1] ?? "").replace(/\r\n /g, " ");
}

it("sends a drift with the report as a file", async () => {
  const { code, stdout, stderr } = await alert(mail());
  expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
  expect(stdout).toContain("Shop: MISSING on lab");
  expect(received.map(({ to }) => to)).toEqual([["ops@example.com"]]);
  const [message] = received;
  expect(subjectOf(message!)).toBe("IIS: 1 of 1 server differs from the files");
  expect(message!.text).toContain("Shop: MISSING on lab");
  expect(message!.text).toContain("filename=drift.html");
});

it("sends nothing if nothing differs", async () => {
  expect(example.run("npx iispools apply --yes --force")).toMatchObject({ code: 0 });
  // What the file does not declare is a drift too.
  expect(
    example.run("npx iispools import --config-file applicationHost.config --as lab --out pools.yaml --force"),
  ).toMatchObject({ code: 0 });
  expect(await alert(mail())).toMatchObject({ code: 0, stderr: "" });
  expect(received).toEqual([]);
});

it("reports a fault of the files", async () => {
  writeFileSync(join(example.folder, "pools.yaml"), "version: 2\n");
  const { code, stdout } = await alert(mail());
  expect([code, stdout]).toEqual([1, expect.stringContaining("pools.yaml:1:1 version: must be 1") as string]);
  expect(received.map(subjectOf)).toEqual(["IIS: the drift job failed"]);
});

it("fails and reports it if iispools is killed", async () => {
  replaceIispools('process.kill(process.pid, "SIGKILL");');
  const { code, stdout } = await alert(mail());
  expect(code).toBe(1);
  expect(stdout).toContain("iispools was ended: SIGKILL");
  expect(received.map(subjectOf)).toEqual(["IIS: the drift job failed"]);
  expect(received[0]?.text).toContain("iispools was ended: SIGKILL");
});

it("names a skipped server and those that differ in the subject, and sends no progress", async () => {
  const file = join(example.folder, "pools.yaml");
  const down = 'web-09: { host: 127.0.0.1, port: 1, user: x, password: "${env:PASSWORD}", dialErrorLimit: 1 }';
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace("hosts:\n", () => `hosts:\n  ${down}\n`),
  );
  const { code, stdout } = await alert(mail({ PASSWORD: "none" }), "--skip-unreachable");
  expect({ code, stdout }).toEqual({ code: 3, stdout: expect.stringContaining("wrote drift.json") as string });
  const [message] = received;
  expect(subjectOf(message!)).toBe("IIS: 1 of 2 servers differs from the files; 1 of 2 servers was skipped");
  expect(message!.text).not.toMatch(/wrote drift\.json|Skipped 1 of/);
  expect(message!.text).toContain("Shop: MISSING on lab");

  received = [];
  expect(await alert(mail({ PASSWORD: "none" }))).toMatchObject({ code: 1 });
  expect(received.map(subjectOf)).toEqual([
    "IIS: 1 of 2 servers differs from the files; 1 of 2 servers could not be read",
  ]);
});

it.each([
  ["canary", "SMTP_URL is not a valid address"],
  ["ftp://127.0.0.1/canary", "SMTP_URL is not a valid address"],
  ["smtp://canary:canary@127.0.0.1:1", "connect ECONNREFUSED 127.0.0.1:1"],
])("quotes no address if the mail cannot be sent: %s", async (address, expected) => {
  const { code, stdout, stderr } = await alert(mail({ SMTP_URL: address }));
  expect({ code, stderr }).toEqual({ code: 1, stderr: `cannot send by mail: ${expected}\n` });
  expect(stdout).not.toContain("canary");
});

it("says what is missing without an address, and has the exit code of drift", async () => {
  expect(await alert({})).toMatchObject({ code: 2, stderr: "No mail was sent: set MAIL_TO\n" });
});
