import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { postWebhook } from "../../provider/cli/webhook/post";
import { Failure } from "../../provider/cli/failure";
import { IisError } from "../../provider/errors";
import { type Around, type Ended, makeServers, sample, type Servers } from "./servers";

let servers: Servers;
let http: Server;
let received: { url: string; type: string | undefined; text: string }[];
let status: number;
let address: string;

const pools = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
pools:
  Shop: {}
drift: { ignore: [{ pool: Default*, reason: a test }, { pool: Legacy*, reason: a test }, { pool: applicationPoolDefaults, reason: a test }] }
`;

/** The same without a difference. */
const none = pools.replace("pools:\n  Shop: {}\n", "pools: {}\n");

beforeEach(async () => {
  servers = makeServers({ "web-01": sample });
  servers.write("pools.yaml", pools);
  received = [];
  status = 200;
  http = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      received.push({ url: request.url ?? "", type: request.headers["content-type"], text });
      response.writeHead(status, { location: `${address}/elsewhere` }).end("canary answer");
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(http.address() as AddressInfo).port}/canary?sig=canary`;
});

afterEach(async () => {
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  servers.dispose();
});

/** Runs the job. Nothing that it prints has anything of the address or of the answer. */
async function drift(argv: readonly string[] = [], around: Around = {}): Promise<Ended> {
  const env = { PULUMI_IIS_WEBHOOK_URL: address };
  const ended = await servers.call(["drift", "--webhook", "json", ...argv], { env, ...around });
  expect(ended.stdout + ended.stderr).not.toContain("canary");
  return ended;
}

function titles(): string[] {
  return received.map(({ text }) => (JSON.parse(text) as { title: string }).title);
}

const differs = "IIS: 1 of 1 server differs from the files";

describe("drift --webhook", () => {
  it("sends a drift once, its change, its end, and nothing while nothing changes", async () => {
    const { code, stdout, stderr } = await drift();
    expect([code, received.length]).toEqual([2, 1]);
    expect(received[0]).toMatchObject({ url: "/canary?sig=canary", type: "application/json" });
    expect(JSON.parse(received[0]!.text)).toMatchObject({
      ...{ schema: "iispools.webhook/1", status: "differences", title: differs, counts: { declared: 1, hosts: 1 } },
      text: stdout.trimEnd(),
    });
    expect(stderr).toContain("sent to json\nwrote .iispools-webhook.json\n");
    expect((await drift()).stderr).not.toContain("sent");
    expect(titles()).toEqual([differs]);
    servers.write("pools.yaml", pools.replace("Shop: {}", "Shop2: {}"));
    await drift();
    servers.write("pools.yaml", none);
    expect(await drift()).toMatchObject({ code: 0 });
    await drift();
    expect(titles()).toEqual([differs, differs, "IIS: no differences on 1 server"]);
  });

  it("sends nothing at the first run if nothing differs", async () => {
    servers.write("pools.yaml", none);
    expect(await drift()).toMatchObject({ code: 0 });
    expect(received).toEqual([]);
  });

  it.each(["teams", "slack"])("sends to %s", async (service) => {
    await drift(["--webhook", service]);
    expect(received[0]?.text).toContain(differs);
  });

  it.each([400, 404, 429, 500, 302, 307])(
    "fails if the service returns %d, and sends it again at the next run",
    async (code) => {
      status = code;
      const failed = await drift();
      expect([failed.code, failed.stdout]).toEqual([1, expect.stringContaining("Shop: MISSING") as string]);
      expect(failed.stderr).toContain(
        `--webhook: the message was not sent: the service returns status ${code}. The next run sends it\n`,
      );
      status = 202;
      expect(await drift()).toMatchObject({ code: 2 });
      expect(received.map(({ url }) => url)).toEqual(["/canary?sig=canary", "/canary?sig=canary"]);
    },
  );

  it("is no success in the metrics if the message is not sent", async () => {
    status = 500;
    await drift(["--metrics", "drift.prom"]);
    expect(servers.read("drift.prom")).toContain('iispools_last_run_success{verb="drift"} 0\n');
  });

  it("sends a fault of the files, a server that does not answer, and that all is well again", async () => {
    servers.write("pools.yaml", "version: 2\n");
    expect(await drift()).toMatchObject({ code: 1 });
    expect(await drift()).toMatchObject({ code: 1 });
    expect(JSON.parse(received[0]!.text)).toMatchObject({
      status: "failed",
      text: expect.stringContaining("pools.yaml:1:1 version") as string,
    });
    servers.write("pools.yaml", none);
    servers.at("web-01").before = () => {
      throw new IisError("UNREACHABLE", { problem: "no answer" });
    };
    expect(await drift()).toMatchObject({ code: 1 });
    servers.at("web-01").before = () => undefined;
    expect(await drift()).toMatchObject({ code: 0 });
    expect(titles()).toEqual([
      "IIS: the drift job failed",
      "IIS: 1 of 1 server could not be read",
      "IIS: no differences on 1 server",
    ]);
  });

  it("sends the drift also if the report cannot be written", async () => {
    expect(await drift(["--output", "no/report.txt"])).toMatchObject({ code: 1 });
    expect(titles()).toEqual([differs]);
  });

  it("sends nothing after Ctrl-C", async () => {
    const controller = new AbortController();
    servers.at("web-01").before = () => {
      controller.abort();
    };
    expect(await drift([], { signal: controller.signal })).toMatchObject({ code: 130 });
    expect(received).toEqual([]);
  });

  it("sends nothing of a failure after Ctrl-C, and does not report that", async () => {
    servers.write("pools.yaml", "version: 0\n");
    const { stderr } = await drift([], { signal: AbortSignal.abort() });
    expect(stderr).not.toContain("the message was not sent");
    expect(received).toEqual([]);
  });

  it.each([
    ["notes.txt", "my notes\n"],
    ["state.json", '{ "schema": "iispools.webhook-state/1", "digest": 5 }\n'],
  ])("sends every time, and does not take the place of %s, which has something else", async (file, text) => {
    servers.write(file, text);
    for (const count of [1, 2]) {
      const { code, stderr } = await drift(["--webhook-state", file]);
      expect([code, servers.read(file)]).toEqual([1, text]);
      expect(stderr).toContain(
        `--webhook-state: ${file} is not a state file of --webhook. Choose another file, or delete a damaged one\n`,
      );
      expect(received).toHaveLength(count);
    }
  });

  it("does not take the place of a pool file", async () => {
    expect(await drift(["--webhook-state", "pools.yaml"])).toMatchObject({ code: 1 });
    expect(servers.read("pools.yaml")).toBe(pools);
  });

  it.each([
    ["", "is required with --webhook and must be"],
    ["canary", "must be"],
    ["http://canary.example.com/hook", "must be"],
    ["http://127.0.0.1.canary.example/", "must be"],
    ["ftp://127.0.0.1/canary", "must be"],
    ["file:///canary", "must be"],
    ["https://canary:canary@127.0.0.1/", "must be"],
    ["https://canary@127.0.0.1/", "must be"],
  ])("refuses the address %j before it reads a server, without showing it", async (url, why) => {
    const { code, stderr } = await drift([], { env: { PULUMI_IIS_WEBHOOK_URL: url } });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `PULUMI_IIS_WEBHOOK_URL: ${why} an https address without a user, or an http address of this machine${why === "must be" ? ", got a text" : ""}\n`,
    });
    expect(servers.at("web-01").takeCalls()).toEqual([]);
  });

  it("names the reason if there is no service, without the address", async () => {
    const { code, stderr } = await drift([], { env: { PULUMI_IIS_WEBHOOK_URL: "https://127.0.0.1:1024/canary" } });
    expect(code).toBe(1);
    expect(stderr).toContain("the message was not sent: the connection is refused (ECONNREFUSED). The next run");
  });

  it("refuses an unknown service, and a state file without a service", async () => {
    const { code, stderr } = await servers.call(["drift", "--webhook", "team"]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('--webhook: must be one of teams, slack, json, got "team"') as string,
    ]);
    const alone = await servers.call(["drift", "--webhook-state", "x"]);
    expect([alone.code, alone.stderr]).toEqual([1, "--webhook-state: requires --webhook\n"]);
  });
});

it("a service that does not answer in time is an error", async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const url = new URL(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
  const { signal } = new AbortController();
  await expect(postWebhook(url, "{}", 50, { signal })).rejects.toEqual(
    new Failure([
      {
        path: "--webhook",
        message: "the message was not sent: the service does not answer within 0.05 s. The next run sends it",
      },
    ]),
  );
  silent.closeAllConnections();
  silent.close();
});
