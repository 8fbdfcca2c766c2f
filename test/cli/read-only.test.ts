import { exitCodes } from "../../provider/cli/outcome";
import { verbs } from "../../provider/cli/verbs";
import { makeServers, sample, type Servers } from "./servers";

const readOnly = { PULUMI_IIS_READ_ONLY: "true" };
let servers: Servers;

beforeEach(() => {
  servers = makeServers({ lab: sample });
  servers.write("lab.config", "copied");
  servers.write("hosts.yaml", "version: 1\nhosts: { lab: { configFile: ./lab.config } }\n");
  servers.write("pools.yaml", `${servers.read("hosts.yaml")}pools: { Shop: {} }\n`);
});

afterEach(() => {
  servers.dispose();
});

/** Calls that write to servers. */
const writing: readonly (readonly [verb: string, ...argv: string[]])[] = [
  ["apply", "--yes"],
  ["restore", "Good", "--pools-only", "--yes"],
  ["recycle", "DefaultAppPool"],
  ["start", "DefaultAppPool"],
  ["stop", "DefaultAppPool", "--yes"],
  ["doctor", "--write"],
];

/** Calls that read servers. */
const reading: readonly (readonly [verb: string, ...argv: string[]])[] = [
  ["plan"],
  ["drift"],
  ["compare", "lab", "lab.config"],
  ["ps"],
  ["backups"],
  ["init", "--config-file", "lab.config"],
  ["import", "--files", "hosts.yaml"],
  ["lint", "--live"],
  ["doctor"],
  ["dsc", "export"],
  ["agent", "run", "hosts.yaml", "--mode", "drift", "--as", "lab", "--state", "state"],
];

/** Verbs that reach no server. */
const local = ["validate", "show", "merge", "explain", "schema", "completion", "bundle"];

it("knows of every verb whether it writes", () => {
  const known = [...[...writing, ...reading].map(([verb]) => verb), ...local];
  expect([...new Set(known)].sort()).toEqual(verbs.map(({ name }) => name).sort());
});

it.each(writing)("PULUMI_IIS_READ_ONLY refuses iispools %s before it asks a server", async (verb, ...argv) => {
  expect(await servers.call([verb, ...argv], { env: readOnly })).toEqual({
    code: exitCodes.error,
    stdout: "",
    stderr: `iispools ${verb} writes to servers, and PULUMI_IIS_READ_ONLY is true; nothing was read or written. To allow writes, remove the variable or set it to false (READ_ONLY)\n`,
  });
  const { stderr } = await servers.call([verb, ...argv], { env: { PULUMI_IIS_READ_ONLY: "yes" } });
  expect(stderr).toBe('PULUMI_IIS_READ_ONLY: must be true or false, got "yes"\n');
  expect(servers.at("lab").takeCalls()).toEqual([]);
  await servers.call([verb, ...argv], { env: { PULUMI_IIS_READ_ONLY: "false" } });
  expect(servers.at("lab").takeCalls()).not.toEqual([]);
});

it.each(reading)("iispools %s is not refused, and sends nothing but lists", async (verb, ...argv) => {
  const files = verb === "init" ? makeServers({ lab: sample }) : servers;
  const input = '{ "connection": { "configFile": "lab.config" }, "pools": [] }';
  const { stderr } = await files.call([verb, ...argv], { env: readOnly, input });
  expect(stderr).not.toContain("READ_ONLY");
  const calls = files.at("lab").takeCalls();
  if (files !== servers) files.dispose();
  expect(new Set(calls.map((call) => call.split(" ")[0]))).toEqual(new Set(["list"]));
});

it("prints the script of a recycle, and the refusal as JSON", async () => {
  const script = ["recycle", "Shop", "--script", "wmi"];
  expect(await servers.call(script, { env: readOnly })).toMatchObject({ code: exitCodes.ok });
  const { code, stdout } = await servers.call(["apply", "--yes", "--format", "json"], { env: readOnly });
  expect(code).toBe(exitCodes.error);
  expect(JSON.parse(stdout)).toMatchObject({ schema: "iispools.error/1", errors: [{ code: "READ_ONLY" }] });
});
