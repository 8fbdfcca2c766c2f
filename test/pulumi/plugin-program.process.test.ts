import { spawnSync, type SpawnSyncOptionsWithStringEncoding } from "node:child_process";
import { join } from "node:path";
import { packageVersion } from "../../provider/package-root";
import { repository } from "../../tools/workspace/places.mts";

/** Standard input stays open, as that of a terminal: a server would not end. */
function run(...words: readonly string[]) {
  const plugin = join(repository, "plugin/pulumi-resource-iis.cjs");
  const options: SpawnSyncOptionsWithStringEncoding = {
    encoding: "utf8",
    stdio: ["inherit", "pipe", "pipe"],
    timeout: 60_000,
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [plugin, ...words], options);
  return { status, stdout, stderr };
}

describe("the provider plugin, started by hand", () => {
  it("prints its version and ends", () => {
    expect(run("--version")).toEqual({ status: 0, stdout: `${packageVersion()}\n`, stderr: "" });
  });

  it.each(["--help", "-h"])("prints its help and ends: %s", (word) => {
    const { status, stdout, stderr } = run(word);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("Usage: pulumi-resource-iis <address of the Pulumi engine>\n");
    expect(stdout).toContain(`Details: ${join(repository, "docs/pulumi/plugin.md")}\n`);
  });
});
