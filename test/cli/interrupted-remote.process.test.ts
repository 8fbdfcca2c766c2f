import { setTimeout as after } from "node:timers/promises";
import { verbs } from "../engine/offline-host";
import { describeWithSshd } from "../transport/openssh/needs";
import { startSshd } from "../transport/openssh/sshd";
import { type Machine, playedMachine } from "../transport/openssh/windows-host";
import { describeWithWinrm } from "../transport/winrm/needs";
import { startWinrmServer } from "../../tools/winrm-server/start.mts";
import { type ProcessPlace, processPlace, type Running, sample } from "./process";

const addresses = ["127.0.0.1", "127.0.0.2"];

/** Servers at both addresses. */
interface Servers {
  readonly folder: string;
  /** The fields of a connection besides `host`. */
  readonly login: object;
  readonly env: Record<string, string>;
  stop(): Promise<void>;
}

async function overSsh(): Promise<Servers> {
  const sshd = await startSshd({ addresses });
  const { folder, port, user, userKey, hostKey } = sshd;
  const login = { port, user, hostKey: hostKey.publicKey, privateKey: "${env:DEPLOY_SECRET}" };
  return { folder, login, env: { DEPLOY_SECRET: userKey.privateKey }, stop: () => sshd.stop() };
}

async function overWinrm(): Promise<Servers> {
  const server = await startWinrmServer({ addresses, users: { deploy: "canary" } });
  const { folder, port } = server;
  const login = { type: "winrm", https: false, port, user: "deploy", password: "${env:DEPLOY_SECRET}" };
  return { folder, login, env: { DEPLOY_SECRET: "canary" }, stop: () => server.stop() };
}

describeWithSshd("the built iispools on servers over SSH, ended by Ctrl-C", () => {
  interruptions(overSsh);
});

describeWithWinrm("the built iispools on servers over WinRM, ended by Ctrl-C", () => {
  interruptions(overWinrm);
});

function interruptions(start: () => Promise<Servers>): void {
  let servers: Servers;
  let hosts: Machine[];
  let place: ProcessPlace;

  beforeAll(async () => {
    servers = await start();
  });

  beforeEach(() => {
    hosts = addresses.map((address) => playedMachine(servers.folder, address));
    place = processPlace();
    const lines = addresses.map((host, index) => `  web-0${index + 1}: ${JSON.stringify({ host, ...servers.login })}`);
    place.write("pools.yaml", ["version: 1", "hosts:", ...lines, "pools: { Shop: { queueLength: 2000 } }"].join("\n"));
  });

  afterEach(() => {
    place.dispose();
  });

  afterAll(async () => {
    await servers.stop();
  });

  const call = (...argv: string[]): Running => place.start(argv, servers.env);
  const apply = (): Running => call("apply", "--yes", "--no-backup", "--parallel", "1");
  /** What a plan asks of a host: for a new pool also what it inherits. */
  const looked = ["list apppool", "list config"];
  const words = (host: Machine | undefined): string[] => verbs(host?.takeCalls() ?? []);

  /** Waits for what a process brings about; fails where it ends before. */
  async function until({ child }: Running, isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      expect(child.exitCode).toBeNull();
      await after(5);
    }
  }

  it("lets the commit that runs on the server finish, reads it back, and begins no other host", async () => {
    const hold = hosts[0]!.holdAt("set");
    const running = apply();
    await until(running, hold.isReached);
    running.child.kill("SIGINT");
    await hold.letGo();
    const { code, stdout, stderr } = await running.exited;
    expect([code, stdout]).toEqual([130, expect.stringMatching(/web-01 {2}1 applied[^]*web-02 {2}1 not begun/)]);
    expect(stdout + stderr).not.toMatch(/PRIVATE KEY|canary/);
    expect(words(hosts[0])).toEqual([...looked, "set config", "list apppool"]);
    expect(hosts[0]!.config()).toContain('<add name="Shop" queueLength="2000"');
    expect([words(hosts[1]), hosts[1]!.config()]).toEqual([looked, sample]);
  });

  it("waits for the read that runs on the server, and writes nothing", async () => {
    const hold = hosts[0]!.holdAt("list");
    const running = apply();
    await until(running, hold.isReached);
    running.child.kill("SIGINT");
    await hold.letGo();
    const { code, stderr } = await running.exited;
    expect([code, stderr]).toEqual([130, expect.stringContaining("(INTERRUPTED)")]);
    expect([words(hosts[0]), words(hosts[1])]).toEqual([["list apppool"], []]);
    expect(hosts.map((host) => host.config())).toEqual([sample, sample]);
  });

  it("twice, ends at once and says what to do; the server finishes what was sent, and the next plan sees it", async () => {
    const hold = hosts[0]!.holdAt("set");
    const running = apply();
    await until(running, hold.isReached);
    // The second one counts a moment after the first: until it does, another one is sent.
    while (running.child.exitCode === null) {
      running.child.kill("SIGINT");
      await after(20);
    }
    const { code, stderr } = await running.exited;
    expect([code, stderr]).toEqual([130, expect.stringContaining("To see what was done: iispools plan\n")]);
    expect(words(hosts[0])).toEqual(looked);
    expect(hosts[0]!.config()).toBe(sample);
    await hold.letGo();
    let written: string[] = [];
    for (let looks = 0; written.length === 0 && looks < 5000; looks += 1) {
      await after(5);
      written = words(hosts[0]);
    }
    expect(written).toEqual(["set config"]);
    const { stdout } = await call("plan").exited;
    expect(stdout).toMatch(/^web-01 +3 +nothing to change\nweb-02 +2 +1 to create\n/m);
  });
}
