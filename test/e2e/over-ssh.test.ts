import { readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import { describeWithSshd } from "../transport/openssh/needs";
import type { Example, Ran } from "./examples";
import { follow } from "./harness/follow";
import { copyPulumiExample, disposePulumiExample } from "./harness/pulumi-example";
import { furnish, introduce, namesOfServers, type SshServer, startServers } from "./harness/ssh-servers";

const page = "docs/pulumi/over-ssh.md";

describeWithSshd("Pulumi over SSH", () => {
  let example: Example;
  let servers: SshServer[] = [];
  const exported: string[] = [];

  beforeAll(async () => {
    example = await copyPulumiExample();
    servers = await startServers(4, example);
    furnish(servers, sampleConfig);
    introduce(servers, example);
  });

  afterAll(async () => {
    await Promise.all(servers.map(({ sshd }) => sshd.stop()));
    await disposePulumiExample(example);
  });

  const configs = (): string[] => servers.map(({ config }) => readFileSync(config, "utf8"));

  function run(script: string): Ran {
    return example.run(script.replace("--user deploy", `--user ${userInfo().username}`), namesOfServers);
  }

  /** Runs a command after the page, with what the page exports. */
  function runAfter(command: string): Ran {
    return run([...exported, command].join("\n"));
  }

  function replaceIn(file: string, from: string, to: string): void {
    const path = join(example.folder, file);
    const text = readFileSync(path, "utf8");
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  }

  it(`${page}: from an empty folder to a saved plan that is applied, without a write before the first change`, () => {
    const before = configs();
    let adopted: string[] = [];
    const printed = follow(page, {
      ...example,
      run: (script) => {
        const lines = script.split("\n");
        exported.splice(0, exported.length, ...lines.filter((line) => line.startsWith("export ")));
        if (script.includes("--save-plan")) adopted = configs();
        return run(script);
      },
    });
    expect(adopted).toEqual(before);
    expect(printed.get("pulumi up --yes --parallel 200")).toContain("created");
    for (const config of configs()) expect(config).toMatch(/<add value="0[234]:[0-5][05]:00" \/>/);
    const state = runAfter("pulumi stack export").stdout;
    expect(state).toContain("web-04.example.com/DefaultAppPool");
    expect(state).not.toMatch(/PRIVATE KEY|host-keys/);
  });

  it("a saved plan refuses another program, and does not see a manual change of a pool that it updates", () => {
    replaceIn("pools/pools.yaml", "DefaultAppPool: {}", "DefaultAppPool: { queueLength: 5000 }");
    expect(runAfter("pulumi preview --save-plan plan.json --parallel 200")).toMatchObject({ code: 0 });
    replaceIn("pools/pools.yaml", "queueLength: 5000", "queueLength: 6000");
    const before = configs();
    const refused = runAfter("pulumi up --plan plan.json --yes --parallel 200");
    expect([refused.code === 0, configs()]).toEqual([false, before]);
    expect(refused.stdout).toContain("violates plan");

    replaceIn("pools/pools.yaml", "queueLength: 6000", "queueLength: 5000");
    const manual = `npx appcmd-emulator set apppool DefaultAppPool /queueLength:7777 "/apphostconfig:${servers[0]!.config}"`;
    expect(run(manual)).toMatchObject({ code: 0 });
    expect(runAfter("pulumi up --plan plan.json --yes --parallel 200")).toMatchObject({ code: 0 });
    for (const config of configs()) expect(config).toContain('name="DefaultAppPool" queueLength="5000"');
  });

  it("protect of a PoolFile refuses to remove a pool", () => {
    replaceIn("index.js", "adopt: true }", "adopt: true }, { protect: true }");
    expect(runAfter("pulumi up --yes --skip-preview --parallel 200")).toMatchObject({ code: 0 });
    replaceIn("pools/pools.yaml", "  DefaultAppPool: { queueLength: 5000 }\n", "");
    const before = configs();
    const { code, stdout, stderr } = runAfter("pulumi up --yes --skip-preview --parallel 200");
    expect([code === 0, configs()]).toEqual([false, before]);
    expect(stdout + stderr).toContain("protect");
  });
});
