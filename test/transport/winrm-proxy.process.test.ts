import type { Connection } from "../../provider/connection/schema";
import { connect } from "../../provider/transport/connect";
import { leaveConnections } from "../../provider/transport/remote/shared-connection";
import { describeWithSshd } from "./openssh/needs";
import { freePort, type Sshd, startSshd } from "./openssh/sshd";
import { errorOf, list, optionsOf, schemes, winrmPlace } from "./winrm/place";

describeWithSshd("WinRM by way of a machine with SSH", () => {
  const place = winrmPlace();
  let jump: Sshd;
  let proxy: NonNullable<Connection["proxy"]>;

  beforeAll(async () => {
    jump = await startSshd({ lines: ["PermitOpen any"], forceCommand: "false" });
    const { port, user, userKey, hostKey } = jump;
    const { privateKey } = userKey;
    proxy = { host: "127.0.0.1", port, user, privateKey, hostKey: hostKey.publicKey, dialErrorLimit: 1 };
  });

  afterAll(async () => {
    await jump.stop();
  });

  it.each(schemes)("over %s has one connection, and reads and writes as without it", async (scheme) => {
    const machine = await place.start(optionsOf(scheme, place));
    const before = jump.log().length;
    const transport = connect(machine.to({ proxy }));
    const written = await transport.exec(["set", "apppool", "/apppool.name:DefaultAppPool", "/queueLength:1234"]);
    const read = await Promise.all([transport.exec(list), transport.exec(list)]);
    expect([written, ...read].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(machine.config()).toContain('queueLength="1234"');
    await leaveConnections();
    expect(machine.events("delete")).toHaveLength(1);
    expect(machine.events("connection")).toHaveLength(1);
    expect(jump.log().slice(before).split("Accepted publickey")).toHaveLength(2);
  });

  it.each(schemes)("over %s: a connection that breaks is opened again", async (scheme) => {
    const machine = await place.start(optionsOf(scheme, place));
    await machine.server.inject([{ at: "Command", skip: 1, do: "drop-before" }]);
    const transport = connect(machine.to({ proxy }));
    expect(await transport.exec(list)).toMatchObject({ ended: "lost" });
    expect(await transport.exec(list)).toMatchObject({ exitCode: 0 });
    expect([machine.events("connection").length, machine.events("shell").length]).toEqual([2, 1]);
  });

  it("is an error that names that machine if it cannot reach the server, or refuses the login", async () => {
    const port = await freePort("127.0.0.1");
    const machine = await place.start();
    const dead = await errorOf(machine.to({ port, proxy, dialErrorLimit: 1 }));
    expect(dead).toMatch(
      /^UNREACHABLE: 127\.0\.0\.1: cannot connect to its WinRM service at port \d+: 127\.0\.0\.1 cannot reach it/,
    );
    const another = { ...proxy, hostKey: jump.userKey.publicKey };
    expect(await errorOf(machine.to({ proxy: another }))).toMatch(/^HOST_KEY_MISMATCH: /);
    expect(machine.events("connection")).toEqual([]);
  });
});
