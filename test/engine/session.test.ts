import { desiredOf, HostSession, type Outcome, type Request } from "../../provider/engine";
import { type OfflineHost, offlineHost, verbs } from "./offline-host";

let host: OfflineHost;

beforeEach(() => {
  host = offlineHost();
});

afterEach(() => {
  host.dispose();
});

const ensure = (pool: string): Request => ({ kind: "ensure", desired: desiredOf({ pool }, { settings: {} }) });

describe("a host session", () => {
  it("looks once for all who ask, and after a write at what was read back", async () => {
    const session = new HostSession(host.transport);
    await Promise.all([session.look(), session.look(), session.look({ explicit: true })]);
    await session.look();
    expect(verbs(host.takeCalls())).toEqual(["list apppool", "list config"]);
    await session.submit(ensure("A"));
    expect(verbs(host.takeCalls())).toEqual(["set config", "list apppool"]);
    expect((await session.look()).pools.has("a")).toBe(true);
    expect(verbs(host.takeCalls())).toEqual([]);
  });

  it("forgets a look that failed", async () => {
    let fails = true;
    const session = new HostSession({
      ...host.transport,
      exec: (args) => (fails ? Promise.resolve({ exitCode: 5, stdout: "" }) : host.transport.exec(args)),
    });
    await expect(session.look()).rejects.toMatchObject({ code: "ACCESS_DENIED" });
    fails = false;
    expect((await session.look()).pools.size).toBe(2);
  });

  it("sends what comes in together in one commit", async () => {
    const session = new HostSession(host.transport);
    const outcomes: Outcome[] = await Promise.all(["A", "B", "C"].map((name) => session.submit(ensure(name))));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(verbs(host.takeCalls())).toEqual(["list apppool", "set config", "list apppool"]);
  });

  it("writes new pools in the order of their names, whatever order they came in", async () => {
    const session = new HostSession(host.transport);
    await Promise.all(["c", "A", "b"].map((name) => session.submit(ensure(name))));
    expect([...host.config().matchAll(/<add name="([A-Za-z])"/g)].map(([, name]) => name)).toEqual(["A", "b", "c"]);
  });

  it("creates a pool whose name another request frees after that", async () => {
    const session = new HostSession(host.transport);
    await session.submit(ensure("A"));
    const create: Request = { ...ensure("a"), mustBeNew: true } as Request;
    const outcomes = await Promise.all([session.submit(create), session.submit({ kind: "remove", pool: "A" })]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
    expect(host.config()).toContain('<add name="a" />');
  });

  it("does not wait for ever for a quiet moment", async () => {
    const session = new HostSession(host.transport, { quietMs: 60_000, maxMs: 1 });
    expect(await session.submit(ensure("A"))).toMatchObject({ ok: true });
  });

  it("writes one after the other, also from two sessions of the same host", async () => {
    const sessions = [new HostSession(host.transport), new HostSession(host.transport)];
    await Promise.all(sessions.map((session, index) => session.submit(ensure(`Pool ${index}`))));
    expect(verbs(host.takeCalls())).toEqual([
      ...["list apppool", "set config", "list apppool"],
      ...["list apppool", "set config", "list apppool"],
    ]);
  });
});
