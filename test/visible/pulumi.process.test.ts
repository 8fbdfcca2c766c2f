import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvalidRequest, shownMessage } from "../../provider/pulumi/core/secret-properties";
import { checkRecycle } from "../../provider/pulumi/core/recycle/command";
import { runError } from "../../provider/pulumi/program/registered-properties";
import { escapeAttribute } from "../../provider/xml/escape";
import { poolsConfig } from "../emulator/memory-world";
import {
  CallError,
  type ProviderServer,
  providerText,
  startPlugin,
  startProviderServer,
} from "../pulumi/provider-server";
import { commands, controls, expectVisible, hidden } from "./canaries";

const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-visible-"));
const connection = { configFile: "applicationHost.config" };
const all = [...commands, ...hidden];
let server: ProviderServer;

beforeAll(() => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(__dirname, "../.."), join(folder, "node_modules/pulumi-iis"));
  const pools = all.map(
    (_, index) => `<add name="P${index}" CLRConfigFile="{${index}}" managedRuntimeVersion="{${index}}" />`,
  );
  const config = poolsConfig(pools.join("\n"));
  writeFileSync(
    join(folder, connection.configFile),
    config.replace(/\{(\d+)\}/g, (_, index) => escapeAttribute(all[Number(index)]!)),
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const adapters: [string, () => Promise<ProviderServer>, Record<string, unknown>][] = [
  ["the dynamic provider", () => startProviderServer(folder), { __provider: providerText("appPool") }],
  ["the provider plugin", () => startPlugin(folder), {}],
];

async function messageOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((one: unknown) => one);
  return error instanceof CallError ? [error.message, ...(error.partial?.reasons ?? [])].join("\n") : "";
}

describe.each(adapters)("%s shows people nothing as it is", (_title, start, own) => {
  beforeAll(async () => {
    server = await start();
  });

  afterAll(() => server.stop());

  it.each(all.map((text, index) => [text, index] as const))("of what stands on a host: %j", async (_text, index) => {
    const news = { ...own, name: `P${index}`, CLRConfigFile: "other", managedRuntimeVersion: "v4.0", connection };
    const { changes } = await server.diff(
      `applicationHost.config/P${index}`,
      { ...news, host: "applicationHost.config" },
      news,
    );
    expect(changes).toBe(true);
    expectVisible(server.output());
  });

  it.each([...commands, ...controls, ...hidden])("of what a program says: %j", async (text) => {
    const news = { ...own, name: text, [text]: text, queueLength: text, processModel: { [text]: 1 }, connection };
    const { failures } = await server.check(news);
    expect(failures.length).toBeGreaterThan(1);
    for (const failure of failures) expectVisible(failure);
    const nowhere = { ...own, name: "P0", connection: { configFile: text.replaceAll("\0", "") } };
    const told = await messageOf(server.create(nowhere));
    expect(told).not.toBe("");
    expectVisible(told);
    expectVisible(server.output());
  });
});

describe.each([...commands, ...controls, ...hidden])("%j", (text) => {
  it("is shown to nobody by errors of a program, and by those that nobody foresaw", () => {
    expectVisible(runError(`Pool "x":\n${text}`).message);
    expectVisible(shownMessage(new InvalidRequest(text)));
    expect(shownMessage(new RangeError(text))).not.toContain(text);
  });

  it("is no name of a pool that @pulumi/command would print", () => {
    expect(checkRecycle(text, undefined)).not.toEqual([]);
  });
});
