import { generateKeyPairSync } from "node:crypto";
import { type AuthContext, Server, type ServerChannel } from "ssh2";

/** What the server does with a command. */
export type Handle = (line: string, channel: ServerChannel) => void;

/** An SSH server of the tests that does what OpenSSH for Windows does and OpenSSH of this machine cannot. */
export interface SmallServer {
  readonly port: number;
  /** Lines that it was sent. */
  readonly lines: readonly string[];
  /** The most commands that ran at once. */
  readonly mostAtOnce: () => number;
  stop(): Promise<void>;
}

/** A key for a server that is recognised by nothing. */
export function newHostKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "sec1", format: "pem" }).toString();
}

/** Sends each answer at once, where it would wait for the acknowledgement of the one before: 40 ms. The types do not have it. */
export function sendAtOnce(client: object): void {
  (client as { setNoDelay(isOn: boolean): void }).setNoDelay(true);
}

/** How it differs from the usual. */
export interface SmallServerOptions {
  /** How many it opens on one connection: asked whenever one is to be opened. */
  readonly sessions?: number;
  /** Called when it is asked whether it is there. */
  readonly onPing?: (answer: () => void) => void;
  /** Whether it says nothing when it is asked for a way to another machine, as while that one does not answer. */
  readonly leadsNowhere?: boolean;
}

/** Starts it at 127.0.0.1. */
export async function startSmallServer(
  hostKey: string,
  logIn: (attempt: AuthContext) => void,
  handle: Handle,
  options: SmallServerOptions = {},
): Promise<SmallServer> {
  const onPing =
    options.onPing ??
    ((answer) => {
      answer();
    });
  const lines: string[] = [];
  const clients = new Set<{ end(): unknown }>();
  let running = 0;
  let most = 0;
  const server = new Server({ hostKeys: [hostKey] }, (client) => {
    sendAtOnce(client);
    clients.add(client);
    if (options.leadsNowhere === true) client.on("tcpip", () => undefined);
    client
      .on("authentication", logIn)
      .on("error", () => undefined)
      .on("close", () => clients.delete(client))
      .on("request", (_accept, reject) => {
        // "No" is an answer too, and the one that OpenSSH gives.
        onPing(() => {
          reject?.();
        });
      })
      .on("session", (accept, reject) => {
        if (running >= (options.sessions ?? Infinity)) {
          reject();
          return;
        }
        most = Math.max(most, ++running);
        const session = accept();
        let isOver = false;
        const over = (): void => {
          if (!isOver) running--;
          isOver = true;
        };
        session.on("close", over).on("exec", (acceptExec, _reject, { command }) => {
          lines.push(command);
          const channel = acceptExec();
          channel.on("close", over);
          handle(command, channel);
        });
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as { port: number }).port,
    lines,
    mostAtOnce: () => most,
    async stop() {
      for (const client of clients) client.end();
      await new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
    },
  };
}
