import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkResource } from "../../provider/pulumi/core/check";
import { diffResource } from "../../provider/pulumi/core/diff";
import { readResource } from "../../provider/pulumi/core/read";
import type { Properties } from "../../provider/pulumi/core/resource-inputs";
import { createResource, updateResource } from "../../provider/pulumi/core/write";
import { sampleConfig } from "../engine/offline-host";

const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-multi-"));
let count = 0;
let configFile = "";

beforeEach(() => {
  // A host of its own for every test: sessions remember what they saw.
  count += 1;
  configFile = join(folder, `${count}.config`);
  copyFileSync(sampleConfig, configFile);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function checked(inputs: Properties): Properties {
  const { inputs: canonical, faults } = checkResource("pool", { name: "Shop", connection: { configFile }, ...inputs });
  expect(faults).toEqual([]);
  return canonical;
}

test("multiInstance: false is written as both settings, read back as it was declared, and differs in nothing", async () => {
  const inputs = checked({ multiInstance: false });
  const { id, outs } = await createResource("pool", inputs);
  const written = readFileSync(configFile, "utf8");
  expect(written).toMatch(/<add name="Shop">\s*<processModel maxProcesses="1"|<add name="Shop">\s*<recycling/);
  expect(written.split('disallowOverlappingRotation="true"')).toHaveLength(2);
  expect((await readResource("pool", id, outs)).inputs).toEqual(inputs);
  expect(await diffResource("pool", outs, inputs)).toMatchObject({ changes: false });
});

test("what someone changed of it on the host is told by a refresh", async () => {
  const { id, outs } = await createResource("pool", checked({ multiInstance: false }));
  const text = readFileSync(configFile, "utf8");
  const changed = join(folder, `${count}-changed.config`);
  writeFileSync(changed, text.replace('disallowOverlappingRotation="true"', 'disallowOverlappingRotation="false"'));
  const { inputs } = await readResource("pool", id, { ...outs, connection: { configFile: changed } });
  expect(inputs).toMatchObject({ multiInstance: false, recycling: { disallowOverlappingRotation: false } });
  expect(inputs).not.toHaveProperty("processModel");
});

test("leaving it out again gives both settings back, and a change of it alone is recorded", async () => {
  const { id, outs } = await createResource("pool", checked({ multiInstance: false }));
  const news = checked({});
  expect(await diffResource("pool", outs, news)).toMatchObject({ changes: true });
  const updated = await updateResource("pool", id, outs, news);
  expect(readFileSync(configFile, "utf8")).not.toContain('disallowOverlappingRotation="true"');
  expect(await diffResource("pool", updated.outs, checked({ multiInstance: true }))).toMatchObject({ changes: true });
});
