import { allAssumptions } from "../../facts/assumptions";
import { encodeOutput, outputEncoding } from "../../emulator/output/encode";
import { memoryWorld, poolsConfig, section } from "./memory-world";

const pools = poolsConfig(`<add name="A" queueLength="2000">
    <processModel password="secret" />
    <recycling><periodicRestart><schedule><add value="03:00:00" /></schedule></periodicRestart></recycling>
    <environmentVariables><add name="OWN" value="1" /></environmentVariables>
</add>
<add name="B" autoStart="false" />
<applicationPoolDefaults>
    <recycling><periodicRestart><schedule><add value="05:00:00" /></schedule></periodicRestart></recycling>
    <environmentVariables><add name="SHARED" value="2" /></environmentVariables>
</applicationPoolDefaults>`);

const schedule = "recycling.periodicRestart.schedule";
const set = (...operations: string[]): string[] => ["set", "config", section, ...operations];
const clear = (path: string): string[] => ["clear", "config", section, path];
const list = (pool: string, ...more: string[]): string[] => ["list", "apppool", pool, ...more];
const collide = { APPCMD_EMULATOR_FAULT: "changed:1:C:\\count" };
const site = '</applicationPools><sites><site name="S"><application path="/" applicationPool="A" /></site></sites>';
const input = '<appcmd><APPPOOL APPPOOL.NAME="A" /><APPPOOL APPPOOL.NAME="C" /></appcmd>';

/** Calls whose last answer, and the file it leaves, differ between the values of an assumption. */
interface Probe {
  readonly calls: readonly (readonly string[])[];
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const one = (...argv: string[]): Probe => ({ calls: [argv] });

const probes: Readonly<Record<string, Probe>> = {
  "exit-code-bad-value": one(...set("/[name='A'].queueLength:1")),
  "exit-code-bad-enum": one(...set("/[name='A'].startMode:Never")),
  "exit-code-unknown-attribute": one(...set("/[name='A'].bogus:1")),
  "exit-code-missing-attribute": one(...set("/+[autoStart='true']")),
  "exit-code-malformed-file": { calls: [["list", "apppool"]], config: "no XML" },
  "exit-code-unknown-section": one("list", "config", "/section:bogus"),
  "start-of-started": one("start", "apppool", "A"),
  "recycle-of-stopped": one("recycle", "apppool", "B"),
  "recycle-of-idle": one("recycle", "apppool", "A"),
  "list-missing-xml": one(...list("X", "/xml")),
  "exit-code-empty-filter": one("list", "apppool", "/queueLength:77"),
  "clear-of-unset": one(...clear("/[name='B'].queueLength")),
  "clear-config-on-collection": one(...clear(`/[name='A'].${schedule}`)),
  "clear-config-on-pool": one(...clear("/[name='A']")),
  "clear-empty-collection": { calls: [set(`/-[name='A'].${schedule}`), set(`/-[name='A'].${schedule}`)] },
  "empty-elements-in-config": one(...list("B", "/config", "/xml")),
  "long-pool-name": one("add", "apppool", `/name:${"x".repeat(65)}`),
  "applied-lines": one(...set("/[name='A'].queueLength:20", "/[name='B'].queueLength:20")),
  "inherited-environment-variables": one("list", "apppool", "/config:*"),
  "changed-on-disk": { calls: [set("/[name='A'].queueLength:20")], env: collide },
  "output-encoding": { calls: [["add", "apppool", "/name:Bücher"], list("Bücher")] },
  "set-without-change": one(...set("/[name='A'].queueLength:2000")),
  "value-equal-to-inherited": one(...set("/[name='A'].queueLength:1000")),
  "enum-case": one(...set("/[name='A'].startMode:alwaysrunning")),
  "key-case": one(...set("/[name='a'].queueLength:20")),
  "blank-in-indexer": one(...set("/+[name='C', queueLength='20']")),
  "new-entry-position": one(...set("/+[name='C']")),
  "password-in-list-config": one("list", "config", section, "/config"),
  "override-mode-without-config": one("list", "config", section, "/xml"),
  "backup-of-taken-name": {
    calls: [
      ["add", "backup", "X"],
      ["add", "backup", "X"],
    ],
  },
  "input-after-error": one("add", "apppool", "/in"),
  "input-atomicity": { calls: [["set", "apppool", "/in", "/autoStart:false"]] },
  "delete-of-used-pool": { calls: [["delete", "apppool", "a"]], config: pools.replace("</applicationPools>", site) },
  "exit-code-commit-xml": {
    calls: [set("/[name='A'].queueLength:20")],
    env: { APPCMD_EMULATOR_FAULT: "xml-error:1:C:\\count" },
  },
};

function answer({ calls, config, env }: Probe, assumed: string): unknown {
  const world = memoryWorld(config ?? pools, { ...env, APPCMD_EMULATOR_ASSUME: assumed });
  const answers = calls.map((argv) => world.appcmdWith(input, ...argv));
  const last = answers.at(-1)!;
  const bytes = encodeOutput(last.stdout, outputEncoding(world, last.stdout)).toString("latin1");
  return JSON.stringify([last.exitCode, last.commit, bytes, world.config()]);
}

describe("each assumption", () => {
  it("has a call that shows it", () => {
    expect(Object.keys(probes).sort()).toEqual(allAssumptions.map(({ id }) => id).sort());
  });

  it.each(allAssumptions.map((one) => [one.id, one] as const))(
    "%s changes what appcmd does",
    (id, { value, others }) => {
      const answers = ["", `${id}=${value}`, ...others.map((other) => `${id}=${other}`)].map((assumed) =>
        answer(probes[id]!, assumed),
      );
      expect(answers[1]).toBe(answers[0]);
      expect(new Set(answers).size).toBe(1 + others.length);
    },
  );
});
