import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A Kerberos realm with MIT's KDC on loopback. */
export interface Kdc {
  readonly realm: string;
  /** For clients: where the KDC is. */
  readonly env: Readonly<Record<string, string>>;
  /** For servers: as `env`, with the keys of their services. */
  readonly serverEnv: Readonly<Record<string, string>>;
  /** The path of a keytab with the users' keys. */
  readonly userKeytab: string;
  /** Logs in. @returns `env` with the user's tickets */
  kinit(user: string, ...options: readonly string[]): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const realm = "EXAMPLE.TEST";
const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"];
const programs = ["krb5kdc", "kdb5_util", "kadmin.local", "kinit"];

/** The programs of MIT Kerberos that this machine lacks, and the one that moves the clock of a program. */
export function missingKerberos(): string[] {
  return [...programs, "krb5-config", "faketime"].filter((name) => find(name) === undefined);
}

function find(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

function required(name: string): string {
  const found = find(name);
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found;
}

/**
 * Starts a KDC.
 *
 * @param users name -> password
 * @param services service principals, for example `HTTP/localhost`
 */
export async function startKdc(
  users: Readonly<Record<string, string>>,
  services: readonly string[] = ["HTTP/localhost", "HTTP/127.0.0.1"],
): Promise<Kdc> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-kdc-"));
  const file = (name: string): string => join(folder, name);
  const port = await freePort();
  const env = { KRB5_CONFIG: file("krb5.conf"), KRB5_KDC_PROFILE: file("kdc.conf") };
  writeFileSync(
    env.KRB5_CONFIG,
    `[libdefaults]
  default_realm = ${realm}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
[realms]
  ${realm} = {
    kdc = 127.0.0.1:${port}
  }
[domain_realm]
  localhost = ${realm}
  127.0.0.1 = ${realm}
`,
  );
  writeFileSync(
    env.KRB5_KDC_PROFILE,
    `[kdcdefaults]
  kdc_listen = 127.0.0.1:${port}
  kdc_tcp_listen = 127.0.0.1:${port}
[realms]
  ${realm} = {
    database_name = ${file("principal")}
    key_stash_file = ${file("stash")}
    acl_file = ${file("acl")}
  }
[logging]
  kdc = STDERR
`,
  );
  const call = (name: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): void => {
    execFileSync(required(name), args, {
      env: { ...process.env, ...env, ...more },
      stdio: ["ignore", "ignore", "pipe"],
    });
  };
  const kadmin = (...words: readonly string[]): void => {
    call("kadmin.local", ["-r", realm, ...words]);
  };
  call("kdb5_util", ["create", "-s", "-r", realm, "-P", "master"]);
  const [userKeytab, serverKeytab] = [file("users.keytab"), file("services.keytab")];
  for (const [name, password] of Object.entries(users)) {
    kadmin("addprinc", "-pw", password, name);
    kadmin("ktadd", "-norandkey", "-k", userKeytab, name);
  }
  for (const service of services) {
    kadmin("addprinc", "-randkey", service);
    kadmin("ktadd", "-k", serverKeytab, service);
  }
  const stop = await run(required("krb5kdc"), env);
  return {
    realm,
    env,
    serverEnv: { ...env, KRB5_KTNAME: serverKeytab },
    userKeytab,
    kinit(user, ...options) {
      const withTickets = { ...env, KRB5CCNAME: `FILE:${file(`${user}.tickets`)}` };
      call("kinit", ["-k", "-t", userKeytab, ...options, user], withTickets);
      return withTickets;
    },
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Runs the KDC. @returns when it works: what ends it */
async function run(program: string, env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  const child = spawn(program, ["-n"], { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("exit", resolve));
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (piece: Buffer) => {
      said += piece.toString();
      if (said.includes("commencing operation")) resolve();
    });
    child.once("error", reject);
    void ended.then(() => {
      reject(new Error(`krb5kdc ended: ${said}`));
    });
  });
  return async () => {
    child.kill("SIGTERM");
    await ended;
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
