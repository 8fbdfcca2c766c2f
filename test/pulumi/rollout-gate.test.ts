import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gateDiffers, passGate } from "../../provider/pulumi/core/rollout/gate";
import { offlineHost, type OfflineHost } from "../engine/offline-host";

let host: OfflineHost;
let site: Server;
let status = 200;

beforeAll((done) => {
  host = offlineHost();
  site = createServer((_request, response) => {
    response.writeHead(status).end();
  }).listen(0, "127.0.0.1", done);
});

afterAll((done) => {
  host.dispose();
  site.close(done);
});

const url = (): string => `http://127.0.0.1:${(site.address() as AddressInfo).port}/{host}/{pool}`;

function gate(pool: object = {}, more: object = {}): Record<string, unknown> {
  const connection = { configFile: host.configFile };
  return {
    ...{ wave: "canary:1", settle: "0s", triggers: { "web-01": "1" } },
    pools: { "web-01": [{ name: "DefaultAppPool", connection, ...pool }] },
    ...more,
  };
}

it("opens where the pools run, and where a stopped one is declared so", async () => {
  await expect(passGate(gate())).resolves.toEqual([]);
  await expect(passGate(gate({ state: "Started" }))).resolves.toEqual([]);
  await host.transport.exec(["stop", "apppool", "DefaultAppPool"]);
  await expect(passGate(gate({ state: "Stopped" }))).resolves.toEqual([]);
});

it.each([
  [{}, "it starts by itself"],
  [{ state: "Started" }, "it is declared as Started"],
])("fails for a stopped pool: %j", async (pool, because) => {
  await host.transport.exec(["stop", "apppool", "DefaultAppPool"]);
  await expect(passGate(gate(pool))).rejects.toMatchObject({
    code: "POOL_STOPPED",
    message: expect.stringMatching(
      new RegExp(
        `^the health check after wave canary:1 failed; no later wave is started:\\s+web-01: pool "DefaultAppPool": is Stopped, but ${because}`,
      ),
    ),
  });
  await host.transport.exec(["start", "apppool", "DefaultAppPool"]);
});

it("asks the probe, with the names in its place", async () => {
  const probe = { url: url() };
  await expect(passGate(gate({}, { probe }))).resolves.toEqual([
    expect.stringMatching(/^web-01: http:.*\/web-01\/DefaultAppPool responded with 200 after \d+ ms$/),
  ]);
  status = 500;
  await expect(passGate(gate({}, { probe }))).rejects.toMatchObject({ code: "PROBE_FAILED" });
  await expect(passGate(gate({}, { probe: { ...probe, status: 500 } }))).resolves.toHaveLength(1);
  status = 200;
});

it("looks only at hosts of which something is declared anew", async () => {
  host.takeCalls();
  const probe = { url: url() };
  const olds = gate({}, { probe });
  await expect(passGate(gate({}, { probe }), olds)).resolves.toEqual([]);
  expect(host.takeCalls()).toEqual([]);
  await expect(passGate(gate({}, { probe, triggers: { "web-01": "2" } }), olds)).resolves.toHaveLength(1);
  await expect(passGate(gate({}, { probe: { ...probe, timeout: "9s" } }), olds)).resolves.toHaveLength(1);
});

it("differs where something is declared anew or another probe is asked, and not for another connection", () => {
  expect(gateDiffers(gate(), gate({ connection: { configFile: "other" } }))).toBe(false);
  expect(gateDiffers(gate(), gate({}, { triggers: { "web-01": "2" } }))).toBe(true);
  expect(gateDiffers(gate(), gate({}, { probe: { url: "http://x" } }))).toBe(true);
});

it.each([
  [{ settle: "10 blinks" }, /the inputs of the health check are not valid: settle: /],
  [{ probe: { url: "ftp://web-01" } }, /the inputs of the health check are not valid: probe\.url: /],
])("fails if its inputs are not valid: %j", async (more, message) => {
  await expect(passGate(gate({}, more))).rejects.toMatchObject({
    ...{ code: "PROBE_FAILED", message: expect.stringMatching(message) },
  });
});
