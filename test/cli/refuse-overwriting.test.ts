import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

const hosts =
  "version: 1\nhosts: { web-01: { configFile: ./web-01.config }, web-02: { configFile: ./web-02.config } }\n";
const contents = {
  "pools.yaml": `${hosts}pools: { DefaultAppPool: { queueLength: 2000 } }\n`,
  "hosts.yaml": hosts,
  "web-01.config": sample,
  "web-02.config": sample,
};

beforeEach(async () => {
  servers = makeServers({ "web-01": sample, "web-02": sample });
  for (const [file, text] of Object.entries(contents)) servers.write(file, text);
  servers.write("more/pools.yaml", hosts.replaceAll("./", "../"));
  servers.write("drift.json", (await servers.call(["drift", "--format", "json"])).stdout);
  await servers.call(["plan", "--out", "plan.json"]);
  mkdirSync(join(servers.folder, "new"));
  symlinkSync(join(servers.folder, "new"), join(servers.folder, "link"), "junction");
});

const content = (file: string): string | undefined =>
  existsSync(join(servers.folder, file)) ? servers.read(file) : undefined;

afterEach(() => {
  servers.dispose();
});

it.each([
  ["--output", "pools.yaml", "plan --output pools.yaml"],
  ["--out", "pools.yaml", "plan --out ./pools.yaml"],
  ["--output", "pools.yaml", "apply --yes --output pools.yaml"],
  ["--output", "pools.yaml", "drift --format json --output pools.yaml"],
  ["--output", "pools.yaml", "lint --output pools.yaml"],
  ["--output", "pools.yaml", "lint --host web-01 --output pools.yaml"],
  ["--output", "pools.yaml", "validate --output pools.yaml"],
  ["--output", "plan.json", "apply plan.json --yes --format json --output plan.json"],
  ["--out", "hosts.yaml", "import --files hosts.yaml --out hosts.yaml --force"],
  ["--out", "more/pools.yaml", "import --files more/pools.yaml --out more/ --force"],
  ["--out", "web-01.config", "import --config-file web-01.config --out web-01.config --force"],
  ["--as-file", "hosts.yaml", "compare web-01 web-02 --files hosts.yaml --as-file hosts.yaml --force"],
  ["--output", "web-02.config", "compare web-01.config web-02.config --output web-02.config"],
  ["--output", "drift.json", "show drift.json --format html --output drift.json"],
  ["--output", "drift.json", "merge drift.json --output ./drift.json"],
  ["--output", "z.json", "plan --out z.json --output z.json"],
  ["--output", "new/z.json", "plan --out new/z.json --output link/z.json"],
  ["--output", "z.yaml", "compare web-01 web-02 --files hosts.yaml --as-file z.yaml --output ./z.yaml"],
])("%s refuses %s, which the command reads or writes: %s", async (option, file, call) => {
  const before = content(file);
  servers.at("web-01").takeCalls();
  const { code, stdout, stderr } = await servers.call(call.split(" "));
  expect({ code, file: content(file) }).toEqual({ code: 1, file: before });
  expect(stderr).toMatch(new RegExp(`^${option}: \\S*${basename(file)} is .*; choose another file\n$`));
  expect(stdout === "" || stdout.startsWith('{\n  "schema": "iispools.error/1"')).toBe(true);
  expect(servers.at("web-01").takeCalls()).toEqual([]);
});

it("on Windows compares names without their letter case", async () => {
  const platform = Object.getOwnPropertyDescriptor(process, "platform")!;
  Object.defineProperty(process, "platform", { ...platform, value: "win32" });
  const { code, stderr } = await servers.call(["plan", "--out", "z.json", "--output", "Z.json"]);
  Object.defineProperty(process, "platform", platform);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "--output: Z.json is the file of --out; choose another file\n",
  });
});
