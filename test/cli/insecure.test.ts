import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

const hosts = `hosts:
  web-01: { host: web-01, type: winrm, insecure: true }
  web-02: { host: web-02, type: winrm, certFingerprint: ${"ab".repeat(32)} }
`;

beforeEach(() => {
  servers = makeServers({ "web-01": sample, "web-02": sample });
  servers.write("pools.yaml", `version: 1\n${hosts}pools:\n  New: { queueLength: 20 }\n`);
});

afterEach(() => {
  servers.dispose();
});

const text = "the certificate is not checked (insecure: true), so another machine may have answered";

/** The warnings about each host in the document of a report. */
function warningsIn(stdout: string): Record<string, readonly string[]> {
  const { hosts: all } = JSON.parse(stdout) as { hosts: { host: string; notes: { kind: string; text: string }[] }[] };
  return Object.fromEntries(
    all.map(({ host, notes }) => [host, notes.filter(({ kind }) => kind === "warning").map((note) => note.text)]),
  );
}

it.each([
  ["plan", ["plan"]],
  ["drift", ["drift"]],
  ["apply", ["apply", "--yes", "--no-backup"]],
])("the report of %s warns of each host whose certificate is not checked", async (_verb, argv) => {
  const { stdout, stderr } = await servers.call([...argv, "--format", "json"]);
  expect(warningsIn(stdout)["web-01"]).toContain(text);
  expect(warningsIn(stdout)["web-02"]).not.toContain(text);
  expect(stderr.split("\n").filter((line) => line.includes(text))).toEqual([`warning: web-01: ${text}`]);
});

it("an apply without changes, a restore and a saved plan warn too", async () => {
  expect((await servers.call(["apply", "--yes"])).code).toBe(0);
  expect(warningsIn((await servers.call(["apply", "--yes", "--format", "json"])).stdout)["web-01"]).toEqual([text]);
  for (const name of ["web-01", "web-02"]) servers.at(name).world.appcmd("add", "backup", "Good");
  const restored = await servers.call(["restore", "Good", "--pools-only", "--host", "web-01"]);
  expect(restored.stdout).toContain(`warning: ${text}\n`);
  servers.write("pools.yaml", `version: 1\n${hosts}pools:\n  Other: {}\n`);
  expect((await servers.call(["plan", "--out", "plan.json"])).code).toBe(0);
  const saved = await servers.call(["apply", "plan.json", "--yes", "--format", "json"]);
  expect(saved.code).toBe(0);
  expect(warningsIn(saved.stdout)["web-01"]).toContain(text);
});

it.each([
  ["ps"],
  ["import", "--files", "pools.yaml", "--host", "web-01", "--format", "typescript"],
  ["compare", "web-01", "web-02"],
  ["lint", "--live"],
  ["doctor"],
])("%s warns once on standard error", async (...argv) => {
  const { stderr } = await servers.call(argv);
  expect(stderr.split("\n").filter((line) => line.includes(text))).toEqual([`warning: web-01: ${text}`]);
});
