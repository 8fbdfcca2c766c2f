import { execFileSync, spawn, type SpawnOptions } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A real PostgreSQL server of a test, with data of its own. */
export interface Postgres {
  /** What `PULUMI_BACKEND_URL` takes. Each table holds a backend of its own; the engine makes it. */
  readonly url: (table: string) => string;
  stop(): Promise<void>;
}

/** Where Debian puts the server's programs, which it has on nobody's PATH; the newest first. */
const debianFolder = "/usr/lib/postgresql";
const debianFolders = existsSync(debianFolder)
  ? readdirSync(debianFolder)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(debianFolder, version, "bin"))
  : [];

const programs = [...debianFolders, ...(process.env["PATH"] ?? "").split(delimiter)].find((folder) =>
  ["initdb", "postgres"].every((name) => existsSync(join(folder, name))),
);

/** A `describe` for what needs a real PostgreSQL. Where there is none, the name says what brings it. */
export function describeWithPostgres(name: string, body: () => void): void {
  if (programs !== undefined) describe(name, body);
  else describe.skip(`${name} (needs initdb, postgres: apt-get install -y --no-install-recommends postgresql)`, body);
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package brings. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** A port of this machine that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Makes a data folder, starts the server at 127.0.0.1 and waits until it answers. */
export async function startPostgres(): Promise<Postgres> {
  if (programs === undefined) throw new Error("there is no PostgreSQL");
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-postgres-"));
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  const user = serverUser();
  if (user !== undefined) for (const one of [folder, data]) chownSync(one, user.uid, user.gid);
  const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: "C" } } satisfies SpawnOptions;
  const initial = ["-D", data, "-U", "pulumi", "-A", "trust", "-E", "UTF8", "--no-sync"];
  execFileSync(join(programs, "initdb"), initial, { ...options, stdio: "ignore" });

  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
  const started = spawn(
    join(programs, "postgres"),
    ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    { ...options, stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise<void>((resolve) =>
    started.once("exit", () => {
      resolve();
    }),
  );
  await new Promise<void>((resolve, reject) => {
    let log = "";
    started.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("ready to accept connections")) resolve();
    });
    void ended.then(() => {
      reject(new Error(`PostgreSQL did not start\n${log}`));
    });
  });
  return {
    url: (table) => `postgres://pulumi@127.0.0.1:${port}/postgres?sslmode=disable&table=${table}`,
    async stop() {
      started.kill("SIGINT"); // what PostgreSQL calls a fast shutdown
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
