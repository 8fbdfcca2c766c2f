import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { splayOf } from "../../provider/agent/window";
import { parseCommandLine } from "../../tools/windows/shell-models.mts";
import { type Exited, type ProcessPlace, processPlace, sample } from "./process";

let place: ProcessPlace;

beforeEach(() => {
  place = processPlace("own");
  const pair = generateKeyPairSync("ed25519");
  place.write("key.pem", pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  place.write("key.pub", pair.publicKey.export({ type: "spki", format: "pem" }).toString());
});

afterEach(() => {
  place.dispose();
});

const pools = (queueLength: number, more = ""): string =>
  [
    "version: 1",
    "hosts: { web-01: { host: web-01.example.com, user: x }, web-02: { host: web-02.example.com, user: x } }",
    "groups: { canary: [web-02] }",
    `pools: { Shop: { queueLength: ${queueLength}${more} } }`,
    "overrides: { canary: { pools: { Shop: { startMode: AlwaysRunning } } } }",
    "",
  ].join("\n");

const common = ["--trust", "key.pub", "--state", "state", "--config-file", "own.config", "--log", "log.jsonl"];

async function bundle(text: string): Promise<void> {
  place.write("pools.yaml", text);
  const made = await place.run(["bundle", "pools.yaml", "--out", "pools.bundle", "--sign", "key.pem"]);
  expect(made).toMatchObject({ code: 0 });
}

function agent(mode: string, ...more: readonly string[]): Promise<Exited> {
  return place.run(["agent", "run", "pools.bundle", "--mode", mode, "--as", "web-02", ...common, ...more]);
}

function records(file = "log.jsonl"): readonly Record<string, unknown>[] {
  const lines = place.read(file).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A window that does not hold the present time, nor the next minutes. */
function otherTime(): string {
  const hour = (new Date().getHours() + 3) % 24;
  return `${String(hour).padStart(2, "0")}:00-${String(hour).padStart(2, "0")}:30`;
}

it("reports, applies in one commit what its host declares with its overrides, and then writes nothing", async () => {
  await bundle(pools(1500));
  expect(await agent("drift")).toMatchObject({
    code: 2,
    stdout: expect.stringContaining("Shop: MISSING on web-02") as string,
  });
  expect(place.read("own.config")).toBe(sample);
  const applied = await agent("apply");
  expect(applied).toMatchObject({ code: 0 });
  expect(applied.stdout).toContain("--pools-only --config-file own.config");
  expect(place.takeWrites()).toEqual(["add backup", "set config"]);
  expect(place.read("own.config")).toMatch(/<add name="Shop" queueLength="1500" startMode="AlwaysRunning" \/>/);
  expect(await agent("apply")).toMatchObject({ code: 0 });
  expect(place.takeWrites()).toEqual([]);
  expect(records()).toEqual([
    expect.objectContaining({
      host: "web-02",
      did: "drift",
      exitCode: 2,
      counts: expect.objectContaining({ declared: 1 }) as object,
    }),
    expect.objectContaining({
      host: "web-02",
      did: "apply",
      exitCode: 0,
      counts: expect.objectContaining({ applied: 1 }) as object,
    }),
    expect.objectContaining({
      host: "web-02",
      did: "apply",
      exitCode: 0,
      counts: expect.objectContaining({ applied: 0 }) as object,
    }),
  ]);
});

it("only reports outside its window", async () => {
  await bundle(pools(1500));
  const reported = await agent("apply", "--window", otherTime());
  expect(reported).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("outside the window: this run only reports") as string,
  });
  expect(place.read("own.config")).toBe(sample);
  expect(
    await agent("apply", "--window", otherTime(), "--window", "00:00-12:00", "--window", "12:00-00:00"),
  ).toMatchObject({ code: 0 });
  expect(place.takeWrites()).toEqual(["add backup", "set config"]);
});

it("changes nothing for a faulty file, an unknown host, a missing secret or a wrong signature, and keeps the reason", async () => {
  const account = ", processModel: { identityType: SpecificUser, userName: u, password: '${env:SHOP}' }";
  await bundle(pools(1500, account));
  expect(await agent("apply")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("the environment variable SHOP is not set") as string,
  });
  place.write("faulty.yaml", pools(-1));
  const faulty = [
    "agent",
    "run",
    "faulty.yaml",
    "--mode",
    "apply",
    "--state",
    "state",
    "--config-file",
    "own.config",
    "--log",
    "log.jsonl",
  ];
  expect(await place.run(faulty)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^faulty\.yaml:4:/m) as string,
  });
  const elsewhere = await place.run(["agent", "run", "pools.bundle", "--mode", "apply", "--as", "web-99", ...common]);
  expect(elsewhere).toMatchObject({ code: 1, stderr: expect.stringContaining("(HOST_MISSING)") as string });
  place.write("pools.bundle", place.read("pools.bundle").replace(/"payload":"...../, '"payload":"AAAAA'));
  expect(await agent("apply")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("(BUNDLE_UNTRUSTED)") as string,
  });
  expect(place.read("own.config")).toBe(sample);
  expect(records().map(({ errors }) => (errors as { code: string }[]).map(({ code }) => code))).toEqual([
    ["INVALID_INPUT"],
    ["INVALID_INPUT"],
    ["HOST_MISSING"],
    ["BUNDLE_UNTRUSTED"],
  ]);
});

it("takes secrets from a file, and shows them nowhere", async () => {
  const account = ", processModel: { identityType: SpecificUser, userName: u, password: '${env:SHOP}' }";
  await bundle(pools(1500, account));
  place.write("secrets.env", "SHOP='canary 1'\nOTHER=x\n");
  const more = ["--secrets", "secrets.env", "--metrics", "iispools.prom", "--allow", "identity"];
  const applied = await agent("apply", ...more);
  expect(applied).toMatchObject({ code: 0 });
  expect(place.read("own.config")).toContain('userName="u" password="[enc:');
  const kept = readdirSync(place.file("state")).filter((name) => name.endsWith(".json"));
  expect(kept).toHaveLength(2);
  const texts = [
    applied.stdout,
    applied.stderr,
    ...[...kept.map((name) => `state/${name}`), "log.jsonl", "iispools.prom", "pools.bundle"].map(place.read),
  ];
  for (const text of texts) expect(text).not.toContain("canary");
  expect(place.read("iispools.prom")).toMatch(/^iispools_changes_total\{host="web-02",verb="agent"\} 1$/m);
  expect(place.read("iispools.prom")).toMatch(/^iispools_bundle_age_seconds\{verb="agent"\} 0$/m);
});

it("reads a file of secrets with a byte order mark, and refuses one that is not UTF-8", async () => {
  const account = ", processModel: { identityType: SpecificUser, userName: u, password: '${env:SHOP}' }";
  await bundle(pools(1500, account));
  place.write("secrets.env", "\ufeffSHOP='ü'\n");
  expect(await agent("drift", "--secrets", "secrets.env")).toMatchObject({ code: 2 });
  writeFileSync(place.file("secrets.env"), Buffer.from("SHOP='canary ü'\n", "latin1"));
  const refused = await agent("drift", "--secrets", "secrets.env");
  expect(refused).toMatchObject({
    code: 1,
    stderr: "--secrets: secrets.env is not UTF-8; in PowerShell write it with -Encoding utf8\n",
  });
});

it("refuses a secret that a # would cut, and takes it in quotation marks", async () => {
  const account = ", processModel: { identityType: SpecificUser, userName: u, password: '${env:SHOP}' }";
  await bundle(pools(1500, account));
  const more = ["--secrets", "secrets.env", "--allow", "identity"];
  place.write("secrets.env", "OTHER= 'a#b'\r\nSHOP=canary'#1\r\n");
  expect(await agent("apply", ...more)).toMatchObject({
    code: 1,
    stderr: "--secrets: line 2: a # begins a comment there. Put the value into single quotes: NAME='value'\n",
  });
  place.write("secrets.env", "SHOP='canary#1'\r\n");
  expect(await agent("apply", ...more)).toMatchObject({ code: 0 });
});

it("names every fault of its call at once, and reads nothing", async () => {
  const call = [
    "agent",
    "run",
    "https://files.example.com/p.bundle",
    "--mode",
    "drift",
    "--secrets",
    "no.env",
    "--ca-cert",
    "pools.yaml",
  ];
  place.write("pools.yaml", pools(1500));
  const { code, stderr } = await place.run([...call, "--state", "state"]);
  expect(code).toBe(1);
  expect(
    stderr
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ", 1)[0]),
  ).toEqual(["--trust:", "--ca-cert:", "--secrets:"]);
  const secret = await place.run([
    "agent",
    "run",
    "pools.bundle",
    "--mode",
    "drift",
    "--trust",
    "key.pem",
    "--unsigned",
  ]);
  expect(secret.stderr).toContain("is the private key, which no server must have");
  expect(secret.stderr).toContain("--unsigned: cannot be combined with --trust");
  const { exitCode, errors } = records("state/last-run.json")[0]!;
  expect({ exitCode, errors }).toEqual({
    exitCode: 1,
    errors: ["--trust", "--ca-cert", "--secrets"].map((option) => ({
      code: "INVALID_INPUT",
      message: expect.stringContaining(option) as string,
    })),
  });
});

it("has a record and metrics also if its key is gone", async () => {
  await bundle(pools(1500));
  const metrics = ["--metrics", "agent.prom"];
  expect(await agent("drift", ...metrics)).toMatchObject({ code: 2 });
  rmSync(place.file("key.pub"));
  expect(await agent("drift", ...metrics)).toMatchObject({ code: 1 });
  expect(records().at(-1)).toMatchObject({ exitCode: 1, errors: [{ code: "INVALID_INPUT" }], host: "web-02" });
  expect(place.read("state/last-run.json")).toBe(`${place.read("log.jsonl").trimEnd().split("\n").at(-1)!}\n`);
  expect(place.read("agent.prom")).toContain('iispools_last_run_success{verb="agent"} 0');
  const wrong = ["agent", "run", "https://u:canary@h/p", "--mode", "drift", "--unsigned", "--state", "state"];
  expect(await place.run(wrong)).toMatchObject({ code: 1 });
  expect(place.read("state/last-run.json")).not.toContain("canary");
});

it("is not bundled from a file whose name no server can have", async () => {
  place.write("a:b.yaml", pools(1500));
  const refused = await place.run(["bundle", "a:b.yaml", "--out", "pools.bundle", "--sign", "key.pem"]);
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^a:b\.yaml:1:1: cannot be in a bundle/) as string,
  });
  expect(existsSync(place.file("pools.bundle"))).toBe(false);
});

it("appends its record to a log of an agent only, and reads nothing otherwise", async () => {
  const text = pools(1500);
  await bundle(text);
  const refused = await agent("apply", "--log", "pools.yaml");
  expect(refused).toMatchObject({
    code: 1,
    stderr: "--log: pools.yaml has something other than runs of an agent; choose another file\n",
  });
  expect(place.read("pools.yaml")).toBe(text);
  const missing = await agent("apply", "--log", "none/log.jsonl");
  expect(missing.stderr).toMatch(/^--log: cannot write none\/log\.jsonl: .*; create its folder first$/m);
  expect(existsSync(place.file("state"))).toBe(false);
});

it("names the state folder that it cannot use, once, and changes nothing", async () => {
  await bundle(pools(1500));
  const refused = await agent("apply", "--state", "pools.yaml/state");
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toMatch(/^--state: cannot create .*pools\.yaml\/state: part of the path is not a folder.*\n$/);
  expect(place.takeWrites()).toEqual([]);
});

it("does its work also if the record of it cannot be written, and then fails", async () => {
  await bundle(pools(1500));
  mkdirSync(place.file("state"));
  symlinkSync("/dev/full", join(place.file("state"), "last-run.json"));
  const applied = await agent("apply");
  expect(applied).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^--state: the record of the run cannot be written to .*: the disk is full/m,
    ) as string,
  });
  expect(place.takeWrites()).toEqual(["add backup", "set config"]);
  expect(records()).toHaveLength(1);
});

it("refuses to apply where this is forbidden", async () => {
  await bundle(pools(1500));
  const refused = await place.run(["agent", "run", "pools.bundle", "--mode", "apply", "--as", "web-02", ...common], {
    PULUMI_IIS_READ_ONLY: "true",
  });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("READ_ONLY") as string });
  expect(place.takeWrites()).toEqual([]);
});

it("ends its splay with Ctrl-C, before it reads anything", async () => {
  await bundle(pools(1500));
  const names = Array.from({ length: 50 }, (_, index) => `name-${index}`);
  const late = names.find((name) => splayOf(name, 3_600_000) > 600_000)!;
  const run = place.start([
    "agent",
    "run",
    "pools.bundle",
    "--mode",
    "apply",
    "--as",
    late,
    "--splay",
    "1h",
    ...common,
  ]);
  await run.printed("(--splay)");
  run.child.kill("SIGINT");
  expect(await run.exited).toMatchObject({ code: 130, stderr: expect.stringContaining("nothing was read") as string });
  expect(existsSync(place.file("state"))).toBe(false);
});

it("that is killed in the middle of its write leaves the next run the rest, in one commit", async () => {
  await bundle(pools(1500));
  const run = place.start(["agent", "run", "pools.bundle", "--mode", "apply", "--as", "web-02", ...common], {
    APPCMD_EMULATOR_LATENCY_MS: "1500",
  });
  await run.printed("writing…");
  run.child.kill("SIGKILL");
  await run.exited;
  await after(4000);
  place.takeWrites();
  const before = place.read("own.config");
  expect(await agent("apply")).toMatchObject({ code: 0 });
  const writes = place.takeWrites().filter((words) => words === "set config");
  expect(writes).toHaveLength(before.includes('name="Shop"') ? 0 : 1);
  expect(place.read("own.config")).toContain('name="Shop"');
}, 90_000);

it("prints a task whose arguments make the same run from any folder", async () => {
  await bundle(pools(1500));
  const more = [
    "--window",
    "00:00-12:00",
    "--window",
    "12:00-00:00",
    "--splay",
    "0s",
    "--allow",
    "stop,identity",
    "--rollback-on-error",
    "--metrics",
    "m n.prom",
  ];
  const printed = await place.run([
    "agent",
    "install",
    "pools.bundle",
    "--mode",
    "apply",
    "--as",
    "web-02",
    ...common,
    ...more,
    "--every",
    "30m",
    "--print",
    "task.xml",
  ]);
  expect(printed).toMatchObject({ code: 0 });
  // As Windows' own tools write and read it: UTF-16 with its mark, as the first line declares.
  const xml = readFileSync(place.file("task.xml"), "utf16le");
  expect(xml).toMatch(/^\ufeff<\?xml version="1.0" encoding="UTF-16"\?>\r\n/);
  expect(xml).toContain("<Interval>PT30M</Interval>");
  const [, command = ""] = /<Arguments>(.*)<\/Arguments>/.exec(xml) ?? [];
  const [program = "", ...words] = parseCommandLine(`node ${command.replaceAll("&quot;", '"')}`).slice(1);
  expect(program).toMatch(/iispools|bin\.js$/);
  expect(await place.run(words)).toMatchObject({ code: 0 });
  expect(place.takeWrites()).toEqual(["add backup", "set config"]);
  expect(existsSync(place.file("m n.prom"))).toBe(true);
  const refused = await place.run([
    "agent",
    "install",
    "pools.bundle",
    "--mode",
    "drift",
    "--trust",
    "key.pub",
    "--metrics",
    "%TEMP%.prom",
    "--every",
    "30m",
    "--print",
    "t.xml",
  ]);
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Windows replaces % and $( there") as string,
  });
});

it("is for this computer without --as", async () => {
  place.write(
    "own.yaml",
    `version: 1\nhosts: { ${JSON.stringify(hostname())}: { configFile: own.config } }\npools: { Shop: {} }\n`,
  );
  const applied = await place.run(["agent", "run", "own.yaml", "--mode", "apply", "--state", "state"]);
  expect(applied).toMatchObject({ code: 0 });
  expect(place.read("own.config")).toContain('<add name="Shop" />');
  const status = await place.run(["agent", "status", "--state", "state"]);
  expect(status).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("this machine has no Task Scheduler") as string,
  });
});
