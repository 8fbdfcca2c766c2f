import { readFileSync } from "node:fs";
import { describeChange } from "../../provider/plan/change/change";
import { findDrift } from "../../provider/plan/drift/find-drift";
import { inspectHost } from "../../provider/engine/inspect";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "./offline-host";
import { applyPlanned, planYaml, wantedIn } from "./planned";

const sample = readFileSync(sampleConfig, "utf8");
const left =
  '<add name="Shop"><processModel identityType="NetworkService" userName="CORP\\svc" password="canary-old" /></add>';
const declared = "pools: { Shop: { processModel: { identityType: NetworkService } } }";

function server(pool = left) {
  const world = memoryWorld(sample.replace("<applicationPoolDefaults", `${pool}$&`));
  const inner = memoryTransport(world);
  const calls: string[] = [];
  const exec: typeof inner.exec = (args) => {
    calls.push(args.slice(0, 2).join(" "));
    return inner.exec(args);
  };
  return { transport: { ...inner, exec }, calls, config: world.config };
}

describe("an account that is left over of SpecificUser", () => {
  it("is removed in one commit, and then nothing differs", async () => {
    const { transport, calls, config } = server();
    const planned = await planYaml(transport, declared);
    expect(planned.plan.changes.map(({ change }) => describeChange(change))).toEqual([
      ['processModel.userName CORP\\svc -> ""', "processModel.password [secret] -> (none)"],
    ]);
    expect(planned.plan.changes[0]!.positions).toHaveProperty(["processModel.userName", "line"], 2);
    expect(planned.plan.risks).toEqual([]);
    expect(planned.plan.commands.join()).not.toContain("canary");
    calls.length = 0;
    expect((await applyPlanned(transport, planned)).failed).toEqual([]);
    expect(calls.filter((call) => !call.startsWith("list"))).toEqual(["set config"]);
    expect(config()).not.toContain("CORP\\svc");
    expect(config()).not.toContain("canary");
    expect((await planYaml(transport, declared)).plan.changes).toEqual([]);
  });

  it("goes together with the identity that takes its place", async () => {
    const { transport, calls, config } = server(left.replace("NetworkService", "SpecificUser"));
    const planned = await planYaml(transport, declared.replace("NetworkService", "ApplicationPoolIdentity"));
    expect(planned.plan.risks).toMatchObject([{ rule: "identity" }]);
    calls.length = 0;
    await applyPlanned(transport, planned);
    expect(calls.filter((call) => !call.startsWith("list"))).toEqual(["set config"]);
    expect(config()).toContain('identityType="ApplicationPoolIdentity" userName=""');
  });

  it("is drift of what is declared, and nothing once it is gone", async () => {
    const { transport } = server();
    const drift = async () => findDrift(wantedIn(declared), await inspectHost(transport, { explicit: true }));
    expect(await drift()).toMatchObject({
      declared: [{ change: { settings: [{ path: "processModel.userName" }, { path: "processModel.password" }] } }],
      undeclared: [],
    });
    await applyPlanned(transport, await planYaml(transport, declared));
    expect(await drift()).toMatchObject({ declared: [], undeclared: [] });
  });

  it.each([
    ["no account is there", '<add name="Shop" />', ["list apppool"]],
    ["it may be inherited", left, ["list apppool", "list config"]],
  ])("costs a read of what is explicit only where one is there: %s", async (_what, pool, expected) => {
    const { transport, calls } = server(pool);
    await planYaml(transport, declared.replace("NetworkService", "ApplicationPoolIdentity"));
    expect(calls).toEqual(expected);
  });
});
