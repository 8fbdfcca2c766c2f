import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import { makeWorkspace, type Workspace } from "../../tools/workspace/workspace.mts";
import { repository } from "../../tools/workspace/places.mts";

const schemaFile = join(repository, "schema.json");
const schema = JSON.parse(readFileSync(schemaFile, "utf8")) as { provider: { properties: Record<string, unknown> } };

describe("the real CLI", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await makeWorkspace({ program: "", applicationHost: readFileSync(sampleConfig, "utf8") });
  });

  afterAll(async () => {
    await workspace.dispose();
  });

  it("has neither an error nor a warning for schema.json", async () => {
    const { stdout, stderr } = await workspace.run(["schema", "check", schemaFile]);
    expect(stdout + stderr).toBe("");
  });

  it("has one for a schema with a reference that leads nowhere", async () => {
    const broken = JSON.stringify(schema).replaceAll("#/types/iis:index:Shell", "#/types/iis:index:Shel");
    workspace.write("broken.json", broken);
    const { stderr } = await workspace.run(["schema", "check", "broken.json"], { expectFailure: true });
    expect(stderr).toContain("iis:index:Shel not found");
  });

  it("gets the same schema from the plugin", async () => {
    const { stdout } = await workspace.run([
      "package",
      "get-schema",
      join(repository, "plugin", "pulumi-resource-iis"),
    ]);
    const answered = JSON.parse(stdout) as typeof schema;
    expect(answered).toEqual(schema);
  });
});
