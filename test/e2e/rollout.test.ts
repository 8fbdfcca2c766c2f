import { copyFileSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import { makeWorkspace, type RunResult, type Workspace } from "../../tools/workspace/workspace.mts";
import { repository } from "../../tools/workspace/places.mts";

const names = ["web-01", "web-02", "web-03", "web-04"];
const program = readFileSync(join(repository, "examples/rollout/index.ts"), "utf8");

let workspace: Workspace;
let site: Server;
let asked: string[] = [];
let silent: readonly string[] = [];

const config = (name: string): string => readFileSync(join(workspace.dir, `${name}.config`), "utf8");
const withQueue = (length: number): string[] =>
  names.filter((name) => config(name).includes(`queueLength="${length}"`));

function takeAsked(): string[] {
  const taken = [...asked].sort();
  asked = [];
  return taken;
}

/** The first run has checked the types of the program, which takes a few seconds. */
function pulumi(args: readonly string[], options?: { readonly expectFailure: boolean }): Promise<RunResult> {
  return workspace.run(args, { ...options, env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" } });
}

function up(options?: { readonly expectFailure: boolean }): Promise<RunResult> {
  return pulumi(["up", "--yes", "--skip-preview"], options);
}

beforeAll(async () => {
  site = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.writeHead(silent.includes(url) ? 503 : 200).end();
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const { port } = site.address() as AddressInfo;
  workspace = await makeWorkspace({
    program,
    language: "ts",
    applicationHost: readFileSync(sampleConfig, "utf8"),
    config: { "e2e:probe": `http://127.0.0.1:${port}/{host}/{pool}`, "e2e:settle": "0s" },
  });
  for (const name of names) copyFileSync(sampleConfig, join(workspace.dir, `${name}.config`));
});

afterAll(async () => {
  await workspace.dispose();
  await new Promise((resolve) => site.close(resolve));
});

describe("examples/rollout with the real engine", () => {
  it("asks nothing at preview", async () => {
    const { stdout } = await workspace.run(["preview"]);
    expect(stdout).toMatch(/iis:RolloutGate +rollout-3 +create/);
    expect([takeAsked(), withQueue(2000)]).toEqual([[], []]);
  });

  it("stops behind a wave whose probe is not answered", async () => {
    silent = ["/web-03/Shop"];
    const { stdout, stderr } = await up({ expectFailure: true });
    expect(withQueue(2000)).toEqual(["web-01", "web-02", "web-03"]);
    expect(takeAsked()).toEqual(["/web-01/Shop", "/web-02/Shop", "/web-03/Shop"]);
    expect(stdout + stderr).toMatch(
      /the health check after wave 75% failed; no later wave is started:\s+web-03: pool "Shop": http:\S+: responded with 503, expected 200/,
    );
  });

  it("goes on there with the next up, and has nothing to do afterwards", async () => {
    silent = [];
    await up();
    expect(withQueue(2000)).toEqual(names);
    expect(takeAsked()).toEqual(["/web-02/Shop", "/web-03/Shop", "/web-04/Shop"]);
    await pulumi(["up", "--yes", "--skip-preview", "--expect-no-changes"]);
    await pulumi(["preview", "--refresh", "--expect-no-changes"]);
    expect(takeAsked()).toEqual([]);
  });

  it("guards a later change in the same way", async () => {
    await workspace.run(["config", "set", "queueLength", "3000"]);
    silent = ["/web-01/Shop"];
    await up({ expectFailure: true });
    expect(withQueue(3000)).toEqual(["web-01"]);
    expect(takeAsked()).toEqual(["/web-01/Shop"]);
    silent = [];
    await up();
    expect(withQueue(3000)).toEqual(names);
    expect(takeAsked()).toEqual(names.map((name) => `/${name}/Shop`));
  });

  it("looks only at hosts of which something is declared anew", async () => {
    workspace.write(
      "index.ts",
      program.replace("?? 2000", '?? 2000, startMode: host.name === "web-04" ? "AlwaysRunning" : "OnDemand"'),
    );
    await up();
    takeAsked();
    workspace.write(
      "index.ts",
      program.replace("?? 2000", '?? 2000, startMode: host.name === "web-03" ? "AlwaysRunning" : "OnDemand"'),
    );
    await up();
    expect(takeAsked()).toEqual(["/web-03/Shop", "/web-04/Shop"]);
  });

  it("takes everything away again", async () => {
    await pulumi(["destroy", "--yes", "--skip-preview"]);
    expect(names.filter((name) => config(name).includes('name="Shop"'))).toEqual([]);
    expect(takeAsked()).toEqual([]);
  });
});
