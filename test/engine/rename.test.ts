import { applyPlan, planObstacles } from "../../provider/engine/verbs/apply-plan";
import { type PlannedHost, prepareHost } from "../../provider/engine/prepare";
import { prepareSaved } from "../../provider/engine/prepare-saved";
import { describeChange } from "../../provider/plan/change/change";
import type { HostApply } from "../../provider/plan/results";
import { findDrift } from "../../provider/plan/drift/find-drift";
import { inspectHost } from "../../provider/engine/inspect";
import { readPlanFile, writePlanFile } from "../../provider/plan/saved/plan-file";
import { desiredOn } from "../../provider/plan/change/desired";
import type { Transport } from "../../provider/transport/transport";
import { IisError } from "../../provider/errors";
import { memoryTransport } from "../emulator/memory-transport";
import { configPath, type MemoryWorld, memoryWorld } from "../emulator/memory-world";
import { load } from "../pool-file/memory-files";

const canary = "canary-rename-1";
const pools = (old: string): string => `    <applicationPools>
      <add name="DefaultAppPool" />
      ${old}
      <applicationPoolDefaults>
        <processModel identityType="ApplicationPoolIdentity" />
      </applicationPoolDefaults>
    </applicationPools>`;
const explicitOld = `<add name="Old" queueLength="2000" autoStart="true">
        <processModel identityType="SpecificUser" userName="CORP\\svc" password="${canary}" idleTimeout="00:00:00" />
        <recycling><periodicRestart><schedule><add value="03:00:00" /></schedule></periodicRestart></recycling>
      </add>`;
const plainOld = '<add name="Old" queueLength="2000" />';
const sites = `    <sites>
      <site name="Default Web Site" id="1">
        <application path="/"><virtualDirectory path="/" physicalPath="C:\\w" /></application>
        <application path="/shop" applicationPool="Old"><virtualDirectory path="/" physicalPath="C:\\s" /></application>
      </site>
      <site name="It's" id="2">
        <applicationDefaults applicationPool="OLD" />
        <application path="/"><virtualDirectory path="/" physicalPath="C:\\i" /></application>
        <application path="/other" applicationPool="DefaultAppPool"><virtualDirectory path="/" physicalPath="C:\\o" /></application>
      </site>
    </sites>`;

function config(old = explicitOld, theSites = sites): string {
  const inside = `${pools(old)}\n${theSites}`;
  return `<configuration>\n  <system.applicationHost>\n${inside}\n  </system.applicationHost>\n</configuration>\n`;
}

const file = (pool = "{ renamedFrom: Old, queueLength: 3000 }", name = "New"): string =>
  `version: 1\npools:\n  ${name}: ${pool}\n`;

let world: MemoryWorld;
let transport: Transport;
let calls: string[][];

function setUp(text = config()): void {
  world = memoryWorld(text);
  calls = [];
  const inner = memoryTransport(world);
  transport = {
    ...inner,
    exec: (args) => {
      calls.push([...args]);
      return inner.exec(args);
    },
  };
}

const written = (): string[] => calls.filter(([verb]) => verb !== "list").map((args) => args.join(" "));
const text = (): string => world.contents.get(configPath) ?? "";
const poolNames = (): string[] => [...text().matchAll(/<add name="([^"]*)"/g)].map(([, name]) => name!);
const poolsOfSites = (): string[] => [...text().matchAll(/applicationPool="([^"]*)"/g)].map(([, name]) => name!);

function prepare(yaml = file(), over = transport): Promise<PlannedHost> {
  const { files, faults } = load({ "f.yaml": yaml }, ["f.yaml"], { env: { SHOP_PASSWORD: "other" } });
  expect(faults).toEqual([]);
  return prepareHost(over, desiredOn(files, "local"));
}

async function carryOut(planned: PlannedHost, over = transport, rollbackOnError = false): Promise<HostApply> {
  const [result] = await applyPlan([{ name: "local", transport: over, planned }], {
    ...{ rollbackOnError, parallel: 1, signal: new AbortController().signal },
  });
  if (result?.ok !== true) throw result?.error ?? new Error("no result");
  return result.value;
}

describe("a pool that is renamed", () => {
  it("is in the plan with each step, each command, its risk and what it does, and without the password", async () => {
    setUp();
    const { plan } = await prepare();
    const [lines = []] = plan.changes.map(({ change }) => describeChange(change));
    expect(plan.changes).toHaveLength(1);
    expect(
      lines
        .slice(0, -3)
        .map((line) => line.split(" ")[0])
        .sort(),
    ).toEqual([
      ...["autoStart", "create", "processModel.identityType", "processModel.idleTimeout", "processModel.password"],
      ...["processModel.userName", "queueLength", "recycling.periodicRestart.schedule", "state"],
    ]);
    expect(lines).toEqual(
      expect.arrayContaining(["queueLength 3000", "processModel.password [secret]", "state Started"]),
    );
    expect(lines.slice(-4)).toEqual([
      'create like "Old"',
      'application "Default Web Site/shop" Old -> New',
      `applicationDefaults of site "It's" Old -> New`,
      'delete "Old"',
    ]);
    expect(plan.commands).toEqual([
      expect.stringMatching(/applicationPools \/\+\[name='New'\] .*password:\[secret\] .*\/commit:apphost$/),
      expect.stringMatching(
        /sites "\/\[name='Default Web Site'\].\[path='\/shop'\].applicationPool:New" .*applicationDefaults.*/,
      ),
      expect.stringMatching(/applicationPools "?\/-\[name='Old'\]"? \/commit:apphost$/),
    ]);
    expect(plan.risks).toMatchObject([{ rule: "rename", pools: ["New"] }]);
    expect(plan.changes[0]?.impact).toMatchObject({
      kind: "recycles now, not overlapped",
      loses: expect.arrayContaining(["in-process session state"]),
      reason: expect.stringContaining('the applications of "Old" move to "New" and restart there'),
    });
    expect(plan.recycling).toContainEqual({ pool: "New", intervalSeconds: 104_400, schedule: ["03:00:00"] });
    expect(plan.recycling.map(({ pool }) => pool)).not.toContain("Old");
    expect(JSON.stringify(plan)).not.toContain(canary);
  });

  it("is made with the old settings and the declared ones, its applications are moved, and the old one deleted", async () => {
    setUp();
    const applied = await carryOut(await prepare());
    expect(applied.failed).toEqual([]);
    expect(applied.applied).toHaveLength(1);
    expect(poolNames().sort()).toEqual(["DefaultAppPool", "New"]);
    expect(poolsOfSites()).toEqual(["New", "New", "DefaultAppPool"]);
    expect(text()).toContain('queueLength="3000"');
    const live = await inspectHost(transport);
    const made = live.pools.get("new");
    expect(made).toMatchObject({ state: "Started", settings: { "processModel.idleTimeout": "00:00:00" } });
    expect((made?.settings["processModel.password"] as { reveal: () => string }).reveal()).toBe(canary);
    expect(
      written().map((line) => line.replace(/^(\S+ config -section:\S+).*?(\/[+-]?\[name='\w+).*$/, "$1 $2")),
    ).toEqual([
      "set config -section:system.applicationHost/applicationPools /+[name='New",
      expect.stringContaining("set config -section:system.applicationHost/sites"),
      "set config -section:system.applicationHost/applicationPools /-[name='Old",
    ]);
  });

  it("is nothing to do any more when that is done, for plan and for drift", async () => {
    setUp();
    await carryOut(await prepare());
    calls.length = 0;
    const again = await prepare();
    expect(again.plan.changes).toEqual([]);
    expect(written()).toEqual([]);
    const { files } = load({ "f.yaml": file() });
    const live = await inspectHost(transport, { explicit: true });
    expect(findDrift(desiredOn(files, "local"), live)).toMatchObject({
      declared: [],
      unknownPools: ["DefaultAppPool"],
    });
  });

  it("takes with it applications that name no pool, where the old one is what IIS takes then", async () => {
    const own = sites.replace(/ applicationPool="(?:Old|OLD|DefaultAppPool)"/g, "");
    setUp(config(plainOld, own));
    await carryOut(await prepare(file("{ renamedFrom: DefaultAppPool }")));
    expect(poolsOfSites()).toEqual(["New", "New", "New", "New"]);
    expect(poolNames()).toEqual(["Old", "New"]);
  });

  it("gets a list to which the defaults bring entries by a commit of its own", async () => {
    const inherited = `<recycling><periodicRestart><schedule><add value="05:00:00" /></schedule></periodicRestart></recycling>`;
    setUp(config().replace("<applicationPoolDefaults>", `<applicationPoolDefaults>${inherited}`));
    const own = "{ renamedFrom: Old, recycling: { periodicRestart: { schedule: ['04:00'] } } }";
    const planned = await prepare(file(own));
    const [change] = planned.plan.changes.map((one) => describeChange(one.change));
    expect(change).toContain("recycling.periodicRestart.schedule 05:00 -> 04:00");
    expect(planned.plan.commands).toHaveLength(4);
    const { failed, applied } = await carryOut(planned);
    expect([failed, applied.length]).toEqual([[], 1]);
    expect(written()).toHaveLength(4);
    expect((await inspectHost(transport)).pools.get("new")?.settings["recycling.periodicRestart.schedule"]).toEqual([
      "04:00:00",
    ]);
    expect(poolNames()).not.toContain("Old");
  });

  it("shares its first commit with the changes of other pools", async () => {
    setUp();
    await carryOut(await prepare(`${file()}  DefaultAppPool: { queueLength: 4000 }\n`));
    expect(written()).toHaveLength(3);
    expect(written()[0]).toMatch(/DefaultAppPool.*queueLength:4000/);
  });

  it("keeps the state of the old one, also where it is stopped", async () => {
    setUp(config(plainOld));
    world.appcmd("stop", "apppool", "/apppool.name:Old");
    const planned = await prepare(file("{ renamedFrom: Old }"));
    expect(planned.plan.changes[0]?.impact.kind).toBe("on next start");
    await carryOut(planned);
    expect((await inspectHost(transport)).pools.get("new")).toMatchObject({
      state: "Stopped",
      settings: { autoStart: true },
    });
  });

  it("tells that files have to grant rights anew where the account is the pool's own", async () => {
    setUp(config(plainOld));
    const { plan } = await prepare();
    expect(plan.changes[0]?.impact.reason).toContain("they then run as IIS AppPool\\New");
  });

  it("is refused where the password cannot be taken over, and not where an identity is declared", async () => {
    setUp(config(explicitOld.replace(` password="${canary}"`, "")));
    const refused = await prepare();
    expect(planObstacles([{ host: "local", ok: true, value: refused }], true)).toMatchObject([
      { code: "PASSWORD_UNREADABLE", message: expect.stringContaining('the password of "Old" cannot be read') },
    ]);
    const identity =
      "processModel: { identityType: SpecificUser, userName: CORP\\other, password: '${env:SHOP_PASSWORD}' }";
    for (const pool of [
      `{ renamedFrom: Old, ${identity} }`,
      "{ renamedFrom: Old, processModel: { identityType: LocalService } }",
    ]) {
      const { plan } = await prepare(file(pool));
      expect(plan.refusals).toEqual([]);
    }
  });

  it("is refused by a command before anything is written where the host has changed since", async () => {
    setUp();
    const planned = await prepare();
    world.appcmd(
      "set",
      "config",
      "-section:system.applicationHost/sites",
      "/[name='It''s'].[path='/'].applicationPool:Old",
    );
    const { failed } = await carryOut(planned);
    expect(failed).toMatchObject([{ error: { code: "PLAN_STALE" } }]);
    expect(poolNames()).toContain("Old");
    expect(written()).toEqual([]);
  });

  it("has the declared identity and nothing of the old one", async () => {
    setUp();
    const { plan } = await prepare(file("{ renamedFrom: Old, processModel: { identityType: LocalService } }"));
    const [lines = []] = plan.changes.map(({ change }) => describeChange(change));
    expect(lines.filter((line) => /identityType|userName|password/.test(line))).toEqual([
      expect.stringContaining("processModel.identityType LocalService"),
    ]);
  });

  const identity = "processModel: { identityType: SpecificUser, userName: CORP\\o, password: '${env:SHOP_PASSWORD}' }";

  it.each([
    ["no password", "{ renamedFrom: Old }", 0],
    ["the variable of a declared password", `{ renamedFrom: Old, ${identity} }`, 2],
  ])("is the same from a saved plan, which holds %s", async (_, pool, variables) => {
    setUp();
    const { plan, requests } = await prepare(file(pool));
    const changes = plan.changes.map(({ reason, change }, index) => {
      const request = requests[index];
      return { reason, change, ...(request?.kind === "ensure" && { desired: request.desired }) };
    });
    const saved = writePlanFile({ hosts: [{ name: "local", connection: {}, changes }] }, () => "SHOP_PASSWORD");
    expect(saved).not.toContain(canary);
    expect(saved.match(/"\$env": "SHOP_PASSWORD"/g) ?? []).toHaveLength(variables);
    const {
      hosts: [host],
    } = readPlanFile(saved, {
      file: "plan.json",
      checkConnection: () => [],
      env: { SHOP_PASSWORD: "other" },
    });
    const prepared = await prepareSaved(transport, host!, {});
    expect(prepared.plan.refusals).toEqual([]);
    expect((await carryOut(prepared)).failed).toEqual([]);
    expect(poolsOfSites()).toEqual(["New", "New", "DefaultAppPool"]);
  });
});

/** The transport that fails for good at one command, before or after it was carried out. */
function breaking(at: number, when: "before" | "after"): Transport {
  let count = 0;
  return {
    ...transport,
    exec: async (args) => {
      const strikes = count++ === at;
      if (strikes && when === "before") throw new IisError("UNREACHABLE", { host: "local", problem: "gone" });
      const result = await transport.exec(args);
      if (strikes) throw new IisError("UNREACHABLE", { host: "local", problem: "gone" });
      return result;
    },
  };
}

describe("a rename that fails in the middle", () => {
  it("never leaves an application without its pool, and the next apply finishes it, wherever it fails", async () => {
    setUp();
    const planned = await prepare();
    calls.length = 0;
    await carryOut(planned);
    const total = calls.length;
    expect(total).toBeGreaterThan(10);
    const ends = new Set<string>();
    for (const when of ["before", "after"] as const) {
      for (let at = 0; at < total; at += 1) {
        setUp();
        const failing = await prepare();
        const { failed } = await carryOut(failing, breaking(at, when));
        expect(failed).toMatchObject([{ error: { code: "UNREACHABLE" } }]);
        expect(poolNames().map((name) => name.toLowerCase())).toEqual(
          expect.arrayContaining(poolsOfSites().map((name) => name.toLowerCase())),
        );
        ends.add(`${poolNames().join()} ${poolsOfSites().join()}`);
        const again = await carryOut(await prepare());
        expect(again.failed).toEqual([]);
        expect([poolNames().sort(), poolsOfSites()]).toEqual([
          ["DefaultAppPool", "New"],
          ["New", "New", "DefaultAppPool"],
        ]);
        expect((await prepare()).plan.changes).toEqual([]);
      }
    }
    expect(ends.size).toBe(4);
  });

  it("is not taken back, and that is told", async () => {
    setUp();
    const planned = await prepare();
    let isGone = false;
    const over: Transport = {
      ...transport,
      exec: async (args) => {
        if (!isGone && args.some((one) => one.includes("/sites")) && args[0] === "set") {
          isGone = true;
          throw new IisError("UNREACHABLE", { host: "local", problem: "gone" });
        }
        return transport.exec(args);
      },
    };
    const { rolledBack } = await carryOut(planned, over, true);
    expect(rolledBack).toMatchObject({
      pools: [],
      failed: [{ pool: "New", error: { message: expect.stringContaining("Apply again to complete it") } }],
    });
  });
});
