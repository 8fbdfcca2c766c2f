import { setTimeout as after } from "node:timers/promises";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import { verbs } from "../engine/offline-host";
import { describeWithSshd } from "../transport/openssh/needs";
import { type Sshd, startSshd } from "../transport/openssh/sshd";
import { type WindowsHost, windowsHost } from "../transport/openssh/windows-host";
import { type ProcessPlace, processPlace, type Running, sample } from "./process";

describeWithSshd("the built iispools on servers over SSH, ended by Ctrl-C", () => {
  const addresses = ["127.0.0.1", "127.0.0.2"];
  let sshd: Sshd;
  let hosts: WindowsHost[];
  let place: ProcessPlace;

  beforeAll(async () => {
    sshd = await startSshd({ addresses });
  });

  beforeEach(() => {
    hosts = addresses.map((address) => windowsHost(sshd, address));
    place = processPlace();
    const lines = hosts.map(({ connection: { host, port, user, hostKey } }, index) => {
      const fields = { host, port, user, hostKey, privateKey: "${env:DEPLOY_KEY}" };
      return `  web-0${index + 1}: ${JSON.stringify(fields)}`;
    });
    place.write("pools.yaml", ["version: 1", "hosts:", ...lines, "pools: { Shop: { queueLength: 2000 } }"].join("\n"));
  });

  afterEach(() => {
    place.dispose();
  });

  afterAll(async () => {
    closeConnections();
    await sshd.stop();
  });

  const start = (...argv: string[]): Running => place.start(argv, { DEPLOY_KEY: sshd.userKey.privateKey });
  const apply = (): Running => start("apply", "--yes", "--no-backup", "--parallel", "1");
  /** What a plan asks of a host: for a new pool also what it inherits. */
  const looked = ["list apppool", "list config"];
  const words = (host: WindowsHost | undefined): string[] => verbs(host?.takeCalls() ?? []);

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
    expect(stderr).not.toContain("PRIVATE KEY");
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
    const { stdout } = await start("plan").exited;
    expect(stdout).toMatch(/^web-01 +3 +nothing to change\nweb-02 +2 +1 to create\n/m);
  });
});
