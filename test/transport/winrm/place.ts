import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../../../provider/connection/schema";
import { IisError } from "../../../provider/errors";
import { connect } from "../../../provider/transport/connect";
import { closeConnections } from "../../../provider/transport/remote/shared-connection";
import { Authority, type CertificateFiles } from "../../../tools/winrm-server/certificates.mts";
import {
  startWinrmServer,
  type WinrmEvent,
  type WinrmServer,
  type WinrmServerOptions,
} from "../../../tools/winrm-server/start.mts";
import { compiledFolder } from "../../../tools/workspace/places.mts";
import { type Machine, playedMachine } from "../openssh/windows-host";

/** Who may log in to the servers. */
export const [user, password] = ["Administrator", "pa:ss wörd"] as const;

/** A server over WinRM, and the Windows machine that it plays. */
export interface WinrmMachine extends Machine {
  readonly server: WinrmServer;
  /** The events of a kind. */
  events(kind: string): WinrmEvent[];
  /** What its requests were, in their order: `Create`, `Command` … */
  actions(): unknown[];
  /** From now on it has these files in place of IIS. */
  has(files: readonly string[]): void;
  /** A connection to it. */
  to(more?: Partial<Connection>): Connection;
}

/** Where the tests of a file have servers; each test ends those that it starts. */
export interface WinrmPlace {
  readonly folder: string;
  readonly authority: Authority;
  /** A server's, which `authority` has issued. */
  readonly certificate: CertificateFiles;
  /** A server with HTTPS if `tls` is given, or with sealed messages over HTTP. */
  start(options?: WinrmServerOptions, env?: Readonly<Record<string, string>>): Promise<WinrmMachine>;
  stop(): Promise<void>;
}

/** Makes it for the tests of this file. */
export function winrmPlace(): WinrmPlace {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-winrm-test-"));
  const running: WinrmServer[] = [];
  let authority: Authority | undefined;
  let certificate: CertificateFiles | undefined;
  const authorityOf = (): Authority => (authority ??= new Authority(folder));
  const stop = async (): Promise<void> => {
    closeConnections();
    for (const server of running.splice(0)) await server.stop();
  };
  afterEach(stop);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    get authority() {
      return authorityOf();
    },
    get certificate() {
      return (certificate ??= authorityOf().issue("server"));
    },
    async start(options = {}, env = {}) {
      const server = await startWinrmServer({ users: { [user]: password }, ...options }, env);
      running.push(server);
      const { tls } = options;
      const way = () =>
        tls === undefined ? { https: false } : { caCert: readFileSync(authorityOf().certificate, "utf8") };
      return {
        ...playedMachine(server.folder),
        server,
        events: (kind) => server.log().filter(({ event }) => event === kind),
        actions: () => server.log().flatMap(({ event, action }) => (event === "request" ? [action] : [])),
        has: (files) => {
          writeFileSync(join(server.folder, "127.0.0.1.files"), JSON.stringify(files));
        },
        to: (more = {}) => {
          const login = more.auth === "certificate" || more.auth === "kerberos" ? {} : { user, password };
          const trust = more.insecure === true || more.certFingerprint !== undefined ? {} : way();
          return {
            host: "127.0.0.1",
            type: "winrm",
            port: server.port,
            ...login,
            dialErrorLimit: 3,
            ...trust,
            ...more,
          };
        },
      };
    },
    stop,
  };
}

/** How a server is reached: over HTTP, or with the certificate of the place. */
export const schemes = ["HTTP", "HTTPS"] as const;

/** The options of a server that is reached so. */
export function optionsOf(scheme: (typeof schemes)[number], { certificate }: WinrmPlace): WinrmServerOptions {
  const environment = { NODE_COMPILE_CACHE: compiledFolder };
  return scheme === "HTTP" ? { environment } : { environment, tls: certificate };
}

/** A command that reads. */
export const list = ["list", "apppool", "/xml"];

/** What a reading command ends with: its error in words, or nothing. */
export function errorOf(connection: Connection): Promise<string | undefined> {
  return connect(connection)
    .exec(list)
    .then(
      () => undefined,
      (error: unknown) => (error instanceof IisError ? `${error.code}: ${error.message}` : String(error)),
    );
}
