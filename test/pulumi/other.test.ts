import { readFileSync, writeFileSync } from "node:fs";
import { checkResource } from "../../provider/pulumi/core/check";
import { diffResource } from "../../provider/pulumi/core/diff";
import { readResource } from "../../provider/pulumi/core/read";
import type { Properties } from "../../provider/pulumi/core/resource-inputs";
import { createResource, updateResource } from "../../provider/pulumi/core/write";
import { poolsConfig } from "../emulator/memory-world";
import { type OfflineHost, offlineHost } from "../engine/offline-host";

let host: OfflineHost;

beforeEach(() => {
  host = offlineHost();
  writeFileSync(host.configFile, poolsConfig('<add name="Old" newThing="on" />'));
});

afterEach(() => {
  host.dispose();
});

const check = (inputs: Properties) =>
  checkResource("pool", { name: "Shop", connection: { configFile: host.configFile }, ...inputs });

describe("other of an AppPool", () => {
  it("is created, changed, read and given back to its inherited value", async () => {
    const { inputs, faults } = check({ other: { newThing: true } });
    expect([faults, inputs["other"]]).toEqual([[], { newThing: "true" }]);
    const { outs } = await createResource("pool", inputs);
    expect(readFileSync(host.configFile, "utf8")).toContain('<add name="Shop" newThing="true" />');
    expect((await diffResource("pool", outs, inputs)).changes).toBe(false);
    const news = check({ other: { newThing: "off" } }).inputs;
    const { properties } = await diffResource("pool", outs, news);
    expect(properties).toEqual([{ path: "other.newThing", kind: "update" }]);
    const updated = await updateResource("pool", "applicationHost.config/Shop", outs, news);
    const read = await readResource("pool", "applicationHost.config/Shop", updated.outs);
    expect(read.inputs?.["other"]).toEqual({ newThing: "off" });
    await updateResource("pool", "applicationHost.config/Shop", updated.outs, check({}).inputs);
    expect(readFileSync(host.configFile, "utf8")).toContain('<add name="Shop" />');
  });

  it("has the path of a property also where its name has a dot", async () => {
    const { inputs } = check({ other: { newThing: "on" } });
    const { outs } = await createResource("pool", inputs);
    const news = check({ other: { newThing: "on", "processModel.later": "x" } }).inputs;
    const { properties } = await diffResource("pool", outs, news);
    expect(properties).toEqual([{ path: 'other["processModel.later"]', kind: "add" }]);
  });

  it("is imported with what is explicit", async () => {
    const { inputs, warnings } = await readResource("pool", "Old", { connection: { configFile: host.configFile } });
    expect(inputs?.["other"]).toEqual({ newThing: "on" });
    expect(warnings).toEqual([
      "applicationHost.config: [name='Old'].newThing is not known to this program; it is declared under other unchanged",
    ]);
  });

  it("that the server does not list is refused by its path", async () => {
    const { inputs } = check({ other: { nobodyKnows: 1 } });
    await expect(createResource("pool", inputs)).rejects.toThrow(
      "other.nobodyKnows: the IIS of this host does not list",
    );
  });
});
