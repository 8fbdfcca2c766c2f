import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "../../tools/workspace/workspace.mts";
import { repository } from "../../tools/workspace/places.mts";
import { linkPackage } from "../../tools/workspace/project.mts";
import { poolAdapters, type Pools } from "./harness/pool-program";

const pack = "node_modules/pulumi-iis-policies";
const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { version: string };

/** Puts the files that npm would publish into a project, beside the packages that they require. */
function installPack({ dir }: Workspace): void {
  linkPackage(dir, "@pulumi/policy");
  const pack = ["pack", "--silent", "--ignore-scripts", "--pack-destination", dir, join(repository, "policies")];
  const tarball = execFileSync("npm", pack, { encoding: "utf8" }).trim();
  const folder = join(dir, "node_modules/pulumi-iis-policies");
  mkdirSync(folder);
  execFileSync("tar", ["-xzf", join(dir, tarball), "--strip-components=1", "-C", folder]);
}

/** What a run says of violations: level, rule, and the resource with its type. */
function violationsIn(said: string): string[] {
  const found = said.matchAll(/\[(mandatory|advisory)\] \[severity: \w+\] +([\w-]+) +\((.+?)\)/g);
  return [...found].map(([, level = "", rule = "", resource = ""]) => `${level} ${rule} (${resource})`).sort();
}

/** Three rules of `recommended` find something here, and two of `stig`. */
const risky: Pools = {
  nightly: {
    recycling: { periodicRestart: { time: "29h", requests: 0 } },
    failure: { rapidFailProtection: false },
    processModel: { identityType: "LocalSystem" },
  },
};

describe.each(poolAdapters)("the policy pack and a pool of $title", (adapter) => {
  const { title, type } = adapter;
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await adapter.make();
    installPack(workspace);
  });

  afterAll(() => workspace.dispose());

  /** Runs a preview with the pack. @param config a file of the levels of rules */
  async function preview(config?: string, expectFailure = false): Promise<string> {
    const levels = config === undefined ? [] : ["--policy-pack-config", config];
    const run = await workspace.run(["preview", "--policy-pack", pack, ...levels], { expectFailure });
    return run.stdout + run.stderr;
  }

  it("warn of what the rules find, by default", async () => {
    adapter.declare(workspace, risky);
    const said = await preview();
    expect(said).toContain(`pulumi-iis-policies@v${version}`);
    expect(said).toContain("recycling.periodicRestart.time: every 29h is 5h later each day");
    expect(violationsIn(said)).toEqual([
      `advisory interval-drifts (${type}: nightly)`,
      `advisory local-system (${type}: nightly)`,
      `advisory rapid-fail-off (${type}: nightly)`,
    ]);
  });

  it("fail for a rule that is mandatory, and are silent about one that is disabled", async () => {
    adapter.declare(workspace, risky);
    workspace.write("levels.json", JSON.stringify({ "interval-drifts": "mandatory", "local-system": "disabled" }));
    expect(violationsIn(await preview("levels.json", true))).toEqual([
      `advisory rapid-fail-off (${type}: nightly)`,
      `mandatory interval-drifts (${type}: nightly)`,
    ]);
  });

  it("require what the STIG requires, and nothing else, with that profile", async () => {
    adapter.declare(workspace, risky);
    expect(violationsIn(await preview(`${pack}/stig.json`, true))).toEqual([
      `mandatory stig-rapid-fail (${type}: nightly)`,
      `mandatory stig-requests (${type}: nightly)`,
    ]);
  });

  it("find nothing in a pool without risks, and show no secret", async () => {
    const account = { identityType: "SpecificUser", userName: "CORP\\shop", password: "canary-1" };
    const shop = { processModel: account, environmentVariables: { TOKEN: "canary-2" } };
    adapter.declare(workspace, { shop });
    const said = await preview();
    expect(said).toContain(`✅ pulumi-iis-policies@v${version}`);
    expect(said).not.toContain("canary");
    adapter.declare(workspace, { shop: { ...shop, failure: { rapidFailProtection: false } } });
    const warned = await preview();
    expect(violationsIn(warned)).toHaveLength(1);
    expect(warned).not.toContain("canary");
  });

  // In a preview, every output of the plugin is known.
  if (title !== "the plugin")
    it("check what is known, if other values are not known before the update", async () => {
      workspace.write(
        "index.js",
        `const { AppPool } = require("pulumi-iis");
const first = new AppPool("first");
new AppPool("second", {
  environmentVariables: { FIRST: first.host },
  processModel: { userName: first.host, identityType: "LocalSystem" },
});`,
      );
      const said = await preview();
      expect(violationsIn(said)).toEqual([`advisory local-system (${type}: second)`]);
      expect(said).not.toContain("can't be known during preview");
    });
});
