import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { type Exited, type ProcessPlace, processPlace, sample } from "./process";

const serving = { APPCMD_EMULATOR_SERVING: "*" };
const one = ["--config-file", "web-01.config"];

let place: ProcessPlace;
let web: Server;

beforeAll((done) => {
  web = createServer((_, answer) => answer.end("warm")).listen(0, "127.0.0.1", done);
});

beforeEach(() => {
  place = processPlace("web-01", "web-02");
});

afterEach(() => {
  place.dispose();
});

afterAll((done) => {
  web.close(done);
});

interface Workers {
  readonly hosts: readonly { readonly pools: readonly { readonly pool: string; readonly pids: readonly number[] }[] }[];
}

async function pids(env: Record<string, string> = serving): Promise<readonly number[]> {
  const { stdout } = await place.run(["ps", "DefaultAppPool", ...one, "--format", "json"], env);
  return (JSON.parse(stdout) as Workers).hosts[0]!.pools[0]!.pids;
}

function poolOf({ stdout }: Exited): Record<string, unknown> {
  const report = JSON.parse(stdout) as { hosts: [{ pools: [Record<string, unknown>] }] };
  return report.hosts[0].pools[0];
}

describe("the built iispools", () => {
  it.each(["ps", "recycle", "start", "stop"])("has help with examples for %s", async (verb) => {
    const { code, stdout, stderr } = await place.run([verb, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Usage: iispools ${verb}`);
    expect(stdout).toContain(`\n  iispools ${verb}`);
    expect(stdout).toContain("Exit codes: 0");
  });

  it("recycles, waits for the old worker process, and warms the application up", async () => {
    const [old] = await pids();
    const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/{pool}`;
    const env = { ...serving, APPCMD_EMULATOR_DRAIN_MS: "1500" };
    const argv = ["recycle", "defaultapppool", ...one, "--wait", "--probe", url, "--format", "json"];
    const ended = await place.run(argv, env);
    expect(ended.code).toBe(0);
    const done = poolOf(ended);
    expect(done).toMatchObject({
      ...{ pool: "DefaultAppPool", outcome: "recycled", oldPids: [old], drainingPids: [] },
      probe: { ok: true, status: 200 },
    });
    expect(done["newPids"]).toEqual(await pids(env));
    expect(place.takeWrites()).toEqual(["recycle apppool"]);
    expect(place.read("web-01.config")).toBe(sample);
  });

  it("ends its wait on Ctrl-C with 130 and tells what drains", async () => {
    const env = { ...serving, APPCMD_EMULATOR_DRAIN_MS: "80000" };
    const { child, printed, exited } = place.start(
      ["recycle", "DefaultAppPool", ...one, "--wait", "--format", "json"],
      env,
    );
    await printed("recycling and waiting");
    // Once it is listed beside the old one, the command was carried out.
    while ((await pids(env)).length < 2);
    child.kill("SIGINT");
    const ended = await exited;
    expect(ended.code).toBe(130);
    expect(poolOf(ended)).toMatchObject({ outcome: "draining" });
  });

  it("stops for good, refuses to recycle then, and starts for good", async () => {
    const stopped = await place.run(["stop", "DefaultAppPool", ...one, "--durable", "--yes"], serving);
    expect(stopped).toMatchObject({ code: 0, stdout: "web-01  DefaultAppPool  stopped, autoStart false\n" });
    expect(place.takeWrites()).toEqual(["set config", "stop apppool"]);
    const refused = await place.run(["recycle", "DefaultAppPool", ...one], serving);
    expect([refused.code, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toContain('web-01: pool "DefaultAppPool": it is stopped');
    const started = await place.run(["start", "DefaultAppPool", ...one, "--durable"], serving);
    expect(started).toMatchObject({ code: 0, stdout: "web-01  DefaultAppPool  started, autoStart true\n" });
    expect(place.takeWrites()).toEqual(["set config", "start apppool"]);
  });

  it("asks on a terminal before it stops", async () => {
    const { child, printed, exited } = place.startOnTerminal(["stop", "DefaultAppPool", ...one]);
    await printed("Stop DefaultAppPool on web-01?");
    child.stdin.write("no\n");
    expect(await exited).toMatchObject({ code: 1, stdout: expect.stringContaining("nothing was stopped") });
    expect(place.takeWrites()).toEqual([]);
  });
});
