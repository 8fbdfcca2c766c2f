import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { utils } from "ssh2";
import type { Connection } from "../../provider/connection/schema";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import { verbs } from "../engine/offline-host";
import { patient } from "../patient";
import { describeWithSshd } from "../transport/openssh/needs";
import { type Sshd, startSshd } from "../transport/openssh/sshd";
import { windowsHost } from "../transport/openssh/windows-host";
import { providerText, type ProviderServer, startProviderServer } from "./provider-server";

const __provider = providerText("appPool");

describeWithSshd("the dynamic provider with a server over SSH", () => {
  let sshd: Sshd;
  let server: ProviderServer;

  /** Every run of the engine has a provider process of its own. */
  const nextRun = async (): Promise<void> => {
    await server.stop();
    server = await startServer();
  };
  // However slow the machine is, what is asked for at once is gathered for one commit.
  const startServer = (): Promise<ProviderServer> =>
    startProviderServer(sshd.folder, { DEPLOY_KEY: sshd.userKey.privateKey, ...patient });
  const connections = (): number => sshd.log().split("Connection from").length - 1;

  beforeAll(async () => {
    sshd = await startSshd();
    mkdirSync(join(sshd.folder, "node_modules"));
    symlinkSync(join(__dirname, "../.."), join(sshd.folder, "node_modules/pulumi-iis"));
    server = await startServer();
  });

  afterAll(async () => {
    closeConnections();
    await server.stop();
    await sshd.stop();
  });

  it("creates, reads and deletes pools over one connection, and what it hands back holds no key", async () => {
    const host = windowsHost(sshd);
    const before = host.config();
    const connection: Connection = { ...host.connection, privateKey: "${env:DEPLOY_KEY}" };
    const checked = await Promise.all(
      ["Größe", "Maß"].map((name) => server.check({ __provider, name, queueLength: 2000, connection })),
    );
    expect(checked.flatMap(({ failures }) => failures)).toEqual([]);
    const created = await Promise.all(checked.map(({ inputs }) => server.create(inputs)));
    expect(created.map(({ id }) => id)).toEqual(["127.0.0.1/Größe", "127.0.0.1/Maß"]);
    expect(verbs(host.takeCalls())).toEqual(["list apppool", "add backup", "set config", "list apppool"]);
    const { id, properties } = created[0]!;
    const read = await server.read(id, properties);
    expect(read.inputs).toMatchObject({ name: "Größe", queueLength: 2000, connection });
    expect(JSON.stringify([created, read, server.output()])).not.toContain("PRIVATE KEY");

    // Another way to log in is another text in the state, and the same pool.
    const moved = { ...checked[0]!.inputs, connection: { ...connection, dialErrorLimit: 5 } };
    expect(await server.diff(id, properties, moved)).toMatchObject({ changes: true, replaces: [] });
    expect(connections()).toBeLessThanOrEqual(2);
    await nextRun();
    await Promise.all(created.map((one) => server.delete(one.id, one.properties)));
    expect(host.config()).toBe(before);
  });

  it("reads the file of a key from the working directory, and hands back its path only", async () => {
    const host = windowsHost(sshd);
    const { privateKey = "", ...others } = host.connection;
    writeFileSync(join(sshd.folder, "deploy.key"), privateKey, { mode: 0o600 });
    await nextRun();
    const connection: Connection = { ...others, privateKeyFile: "deploy.key" };
    const { inputs, failures } = await server.check({ __provider, name: "Shop", queueLength: 2000, connection });
    expect(failures).toEqual([]);
    const created = await server.create(inputs);
    const read = await server.read(created.id, created.properties);
    expect(read.inputs).toMatchObject({ connection });
    expect(JSON.stringify([inputs, created, read, server.output()])).not.toContain("PRIVATE KEY");
    await server.delete(created.id, created.properties);
  });

  it("names a refused login of the state once, however many resources have it, and what to do in Pulumi", async () => {
    await nextRun();
    const { private: privateKey } = utils.generateKeyPairSync("ed25519");
    const connection: Connection = { ...windowsHost(sshd).connection, privateKey };
    const props = { __provider, name: "Shop", host: "127.0.0.1", connection };
    const reads = [1, 2, 3].map(() =>
      server.read("127.0.0.1/Shop", props).catch((error: unknown) => (error as Error).message),
    );
    const [told, ...others] = (await Promise.all(reads)) as string[];
    expect(told).toMatch(/refuses the login.*run pulumi up once without --refresh.* \(AUTH_FAILED\)$/);
    expect(told!.match(/AUTH_FAILED/g)).toHaveLength(1);
    expect(others).toEqual([told, told]);
    expect(server.output()).not.toContain("Error");
    const { inputs } = await server.check(props);
    await expect(server.create(inputs)).rejects.toThrow(/^(?!.*pulumi up).*\(AUTH_FAILED\)$/s);
  });

  it("refuses what is wrong with a connection before anything is asked, and never repeats a secret", async () => {
    const count = connections();
    const connection = { host: "me@web-01", privateKey: "canary", shell: "bash" };
    const { failures } = await server.check({ __provider, name: "A", connection });
    expect(failures.map((text) => text.split(":")[0]).sort()).toEqual([
      "connection.host",
      "connection.privateKey",
      "connection.shell",
    ]);
    expect(JSON.stringify(failures)).not.toContain("canary");
    expect(connections()).toBe(count);
  });
});
