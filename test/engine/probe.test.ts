import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { probe } from "../../provider/engine/verbs/health-check";

let server: Server;
let requests: string[];

const answers: Record<string, RequestListener> = {
  "/ok": (_, answer) => answer.end("warm"),
  "/cold": (_, answer) => answer.writeHead(503).end(),
  "/moved": (_, answer) => answer.writeHead(302, { location: "/ok" }).end(),
  "/silent": () => undefined,
  "/half": (_, answer) => void answer.writeHead(200, { "content-length": "10" }).write("half"),
  "/broken": (request, answer) => {
    answer.writeHead(200, { "content-length": "10" }).write("half", () => request.socket.destroy());
  },
};

beforeAll((done) => {
  server = createServer((request, answer) => {
    requests.push(`${request.method} ${request.url}`);
    answers[request.url ?? ""]?.(request, answer);
  }).listen(0, "127.0.0.1", done);
});

beforeEach(() => {
  requests = [];
});

afterAll((done) => {
  server.closeAllConnections();
  server.close(done);
});

function at(path: string): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
}

const quick = { status: 200, timeoutMs: 300 };
const patient = { status: 200, timeoutMs: 30_000 };

describe("probe", () => {
  it.each([
    ["/ok", 200],
    ["/cold", 503],
    ["/moved", 302],
  ])("is content where %s answers with the status %i that is asked for, in one GET", async (path, status) => {
    expect(await probe({ ...patient, url: at(path), status })).toEqual({
      ...{ url: at(path), ok: true, status },
      ms: expect.any(Number),
    });
    expect(requests).toEqual([`GET ${path}`]);
  });

  it.each([
    ["another status", "/cold", patient, { status: 503, problem: "responded with 503, expected 200" }],
    [
      "a redirect, which it does not follow",
      "/moved",
      patient,
      { status: 302, problem: "responded with 302, expected 200" },
    ],
    ["no answer in time", "/silent", quick, { problem: "no complete response within 0.3 s" }],
    ["an answer that breaks off", "/broken", patient, { status: 200, problem: "aborted" }],
  ])("tells of %s", async (_what, path, request, expected) => {
    const answer = await probe({ ...request, url: at(path) });
    expect(answer).toEqual({ url: at(path), ok: false, ms: expect.any(Number), ...expected });
  });

  it("tells of half an answer in time", async () => {
    const time = new AbortController();
    const limit = jest.spyOn(AbortSignal, "timeout").mockReturnValue(time.signal);
    // The time is over when the first half has come, on any machine.
    const end = (): void =>
      void setImmediate(() => {
        time.abort();
      });
    subscribe("http.client.response.finish", end);
    try {
      expect(await probe({ ...patient, url: at("/half") })).toMatchObject({
        ...{ ok: false, status: 200, problem: "no complete response within 30 s" },
      });
      expect(limit.mock.calls).toEqual([[patient.timeoutMs]]);
    } finally {
      unsubscribe("http.client.response.finish", end);
      limit.mockRestore();
    }
  });

  it("tells where nothing listens", async () => {
    const idle = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => idle.once("listening", resolve));
    const { port } = idle.address() as AddressInfo;
    await new Promise((resolve) => idle.close(resolve));
    const answer = await probe({ ...patient, url: `http://127.0.0.1:${port}/` });
    expect(answer).toMatchObject({ ok: false, problem: expect.stringContaining("ECONNREFUSED") });
  });

  it("ends when it is interrupted", async () => {
    const controller = new AbortController();
    const asked = probe({ ...patient, url: at("/silent") }, controller.signal);
    controller.abort(new Error("interrupted by SIGINT"));
    expect(await asked).toMatchObject({ ok: false, problem: "interrupted" });
  });

  it("speaks https to an address that says so", async () => {
    const answer = await probe({ ...patient, url: at("/ok").replace("http:", "https:") });
    expect(answer.ok).toBe(false);
    expect(answer.problem).toMatch(/SSL|TLS|EPROTO|wrong version/i);
    expect(requests).toEqual([]);
  });
});
