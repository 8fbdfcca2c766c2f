import * as fc from "fast-check";
import { readUpTo } from "../../provider/cli/read-stream";
import { manifestText } from "../../provider/dsc/manifest";
import { makeServers, sample, type Servers } from "../cli/servers";
import { DscDriver, DscFailure, failureOf } from "./driver";

const connection = { configFile: "lab.config" };
let servers: Servers;
let dsc: DscDriver;

beforeEach(() => {
  servers = makeServers({ lab: sample });
  dsc = new DscDriver(manifestText("iispools"), servers.call);
});

afterEach(() => {
  servers.dispose();
});

const operations = ["get", "test", "set"] as const;

it("all faults are reported at once, each with its place", async () => {
  const instance = {
    connection: { configFile: "lab.config", host: "web-01" },
    pools: [
      { name: "Shop", queueLenght: 1, queueLength: 5, state: "absent" },
      { name: "shop", processModel: { identityType: "SpecificUser" } },
      { name: "Single", queueLength: 2000, multiInstance: false, processModel: { maxProcesses: 2 } },
      { name: "a/b", _exist: "no" },
      {},
    ],
    applicationPoolDefaults: { name: "x", cpu: { limit: "200%" } },
    allow: ["everything"],
    more: true,
  };
  const { message } = await failureOf(dsc.test(instance));
  expect(
    message
      .split("\n")
      .map((line) => line.replace(/: .*/, ""))
      .sort(),
  ).toEqual(
    [
      "allow[0]",
      "applicationPoolDefaults.cpu.limit",
      "applicationPoolDefaults.name",
      "connection",
      "more",
      "pools[0].queueLength",
      "pools[0].queueLenght",
      "pools[0].state",
      "pools[1].name",
      "pools[1].processModel.userName",
      "pools[2].processModel.maxProcesses",
      "pools[3]._exist",
      "pools[3].name",
      "pools[4].name",
    ].sort(),
  );
  expect(message).toContain("Did you mean `queueLength`?");
});

it.each([
  ["nothing", ""],
  ["what is not JSON", "pools: []"],
  ["a text that is cut off", '{"pools": ['],
  ["JSON with a comment", '{"pools": [] /* none */}'],
  ["a list", "[]"],
  ["null", "null"],
  ["an instance without pools", "{}"],
  ["null in place of pools", '{"pools": null}'],
  ["a value for __proto__", '{"pools": [], "__proto__": {"pools": []}}'],
  ["deep nesting", `{"pools": ${"[".repeat(50_000)}${"]".repeat(50_000)}}`],
])("%s is one error", async (_what, input) => {
  for (const operation of operations) {
    const { message, exitCode } = await failureOf(dsc.raw(["dsc", operation], input));
    expect(exitCode).toBe(1);
    expect(message).not.toMatch(/INTERNAL|^ {4}at /m);
  }
  expect(servers.at("lab").takeCalls()).toEqual([]);
});

it("accepts a byte order mark, and what it printed itself", async () => {
  const [state] = await dsc.raw(["dsc", "get"], `\ufeff${JSON.stringify({ connection, pools: [] })}`);
  expect(await dsc.get(state)).toEqual(state);
});

it("accepts no reference of pool files, because nothing would replace it", async () => {
  const pools = [{ name: "Shop", environmentVariables: { A: "${env:HOME}" } }];
  expect((await failureOf(dsc.get({ connection, pools }))).message).toBe(
    "pools[0].environmentVariables.A: ${env:NAME} is for pool files; in a DSC document use a parameter of type secureString",
  );
});

it("any JSON is a result or one error with a declared exit code", async () => {
  const key = fc.constantFrom(
    "pools",
    "name",
    "_exist",
    "connection",
    "applicationPoolDefaults",
    "processModel",
    "state",
    "x",
    "__proto__",
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom("Shop", "Started", "lab.config"),
      tie("object"),
      tie("list"),
    ),
    object: fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
    list: fc.array(tie("tree"), { maxLength: 3 }),
  }));
  const instance = fc.record({ connection: fc.constant(connection), pools: tree });
  await fc.assert(
    fc.asyncProperty(fc.oneof(tree, instance), fc.constantFrom(...operations), async (value, operation) => {
      try {
        await dsc.raw(["dsc", operation], JSON.stringify(value));
      } catch (error) {
        if (!(error instanceof DscFailure)) throw error;
        expect(error.meaning).toBeDefined();
        expect(error.traces.error).toHaveLength(1);
        expect(error.message).not.toMatch(/INTERNAL|^ {4}at /m);
      }
    }),
    { numRuns: 300 },
  );
});

it("an endless stdin is refused", async () => {
  let pieces = 0;
  function* endless(): Generator<Buffer> {
    for (;;) {
      pieces += 1;
      yield Buffer.alloc(1024 * 1024, " ");
    }
  }
  await expect(readUpTo(endless() as never)).rejects.toThrow("stdin: has more than 32 MB, the limit");
  expect(pieces).toBe(33);
});
