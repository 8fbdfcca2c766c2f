import * as pulumi from "@pulumi/pulumi";
import { AppPool, rollout, type RolloutArgs, type RolloutHost } from "../../provider";

interface Registered {
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

let registered: Registered[];

beforeEach(async () => {
  registered = [];
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name, inputs }) => {
      registered.push({ name, inputs: inputs as Registered["inputs"] });
      return { id: name, state: inputs as object };
    },
    call: () => ({}),
  };
  // As in a run of the engine, which knows the organization: the resources then carry a note of that run.
  await pulumi.runtime.setMocks(mocks, "project", "stack", false, "organization");
});

const shop = (host: RolloutHost): AppPool =>
  new AppPool(`${host.name}/shop`, { name: "Shop", connection: host.connection, queueLength: 2000 }, host.opts);

const hosts = ["web-01", "web-02", "web-03"];

async function gatesOf(args: RolloutArgs, make = shop): Promise<readonly Registered[]> {
  registered = [];
  const { gates } = rollout(args, make);
  await Promise.all(gates.map((gate) => new Promise((resolve) => gate.urn.apply(resolve))));
  return registered.filter(({ name }) => name.startsWith(args.name ?? "rollout"));
}

it("has a gate behind each wave, which knows its pools", async () => {
  const [first, second, ...others] = await gatesOf({ hosts, groups: { canary: ["web-02"] }, waves: "canary,100%" });
  expect(others).toEqual([]);
  expect(first).toMatchObject({
    name: "rollout-1",
    inputs: { wave: "canary", settle: "10s", pools: { "web-02": [{ name: "Shop" }] } },
  });
  expect(Object.keys(second!.inputs["triggers"] as object)).toEqual(["web-01", "web-03"]);
  expect(first!.inputs["__provider"]).toBe('exports.handler = () => require("pulumi-iis/dynamic").rolloutGate;');
});

it("has triggers that follow what is declared, not how a host is reached", async () => {
  const triggers = async (queueLength: number, configFile: string): Promise<unknown> => {
    const make = (host: RolloutHost): AppPool =>
      new AppPool("web-01/shop", { connection: host.connection, queueLength }, host.opts);
    const [gate] = await gatesOf({ hosts: { "web-01": { configFile } }, waves: ["100%"] }, make);
    return gate!.inputs["triggers"];
  };
  const before = await triggers(2000, "a");
  expect(before).toEqual({ "web-01": expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(await triggers(2000, "b")).toEqual(before);
  expect(await triggers(3000, "a")).not.toEqual(before);
});

it.each<[Partial<RolloutArgs>, string[]]>([
  [{ waves: "canry,100%" }, ["waves: unknown host or group `canry`. Did you mean `canary`?"]],
  [{ waves: "canary:1,2" }, []],
  [{ waves: "1,0" }, ['waves: must be a whole number of hosts, 1 or more, got "0"']],
  [{ waves: "canary,50%" }, ["waves: no wave has web-03; end with 100%"]],
  [{ groups: { canary: ["web-09"] }, waves: "100%" }, ["groups.canary: unknown host `web-09`"]],
  [{ groups: { "a b": ["web-09"] }, waves: "100%" }, ['groups["a b"]: unknown host `web-09`. Did you mean `web-01`?']],
  [{ groups: { canary: ["WEB-01"] }, waves: "canary,1,1" }, []],
  [{ probe: { url: "x" }, settle: "soon" }, ["probe.url: must be a URL", "settle: must be a duration"]],
  [{ settle: "31d" }, ['settle: must be a duration between 0s and 24h, got "31d"']],
  [{ waves: "0,canry,100%" }, ["waves: must be a whole number", "waves: unknown host or group `canry`"]],
  [{ waves: undefined as unknown as string }, ["waves: is required and must be waves, for example canary:1,25%,100%"]],
  [{ probe: "http://a/" as never }, ["probe: must be a request"]],
  [{ wave: "1" } as never, ["wave: unknown key `wave`. Did you mean `waves`"]],
])("tells what is wrong in %j, and nothing else", (args, problems) => {
  const roll = (): unknown => rollout({ hosts, groups: { canary: ["web-01"] }, waves: "1,100%", ...args }, shop);
  if (problems.length === 0) expect(roll).not.toThrow();
  else expect(roll).toThrow(new RegExp(`^rollout:${problems.map((one) => `\\n  ${escaped(one)}.*`).join("")}$`));
});

it("refuses a callback that leaves the order out", () => {
  const roll = (): unknown => rollout({ hosts, waves: "100%" }, ({ name }) => new AppPool(name, {}));
  expect(roll).toThrow("rollout: the callback gives the resources of web-01 no host.opts, so they have no wave");
});

function escaped(text: string): string {
  return text.replace(/[[\](){}.*+?^$|\\]/g, "\\$&");
}
