import { createServer, connect, type Socket } from "node:net";

/** A way to a server that breaks: the tests' own cable. */
export interface Cutter {
  readonly port: number;
  /** Bytes that passed in both directions since the last call of {@link cutAfter}, and connections that were made. */
  readonly passed: () => number;
  readonly connections: () => number;
  /** Breaks the connection when so many bytes have passed from now on; later ones pass whole. */
  cutAfter(bytes: number): void;
  /** Breaks the connections that are open; later ones pass whole. */
  cut(): void;
  stop(): Promise<void>;
}

/** Listens at 127.0.0.1 and passes everything on to the port of the address. */
export async function startCutter(target: number, address = "127.0.0.1"): Promise<Cutter> {
  let passed = 0;
  let connections = 0;
  let limit = Infinity;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    connections += 1;
    const behind = connect(target, address);
    const both = [client, behind];
    const end = (): void => {
      for (const socket of both) socket.destroy();
    };
    for (const [from, to] of [both, both.toReversed()] as [Socket, Socket][]) {
      open.add(from);
      from.on("data", (chunk: Buffer) => {
        const room = limit - passed;
        passed += chunk.length;
        if (chunk.length < room) {
          to.write(chunk);
          return;
        }
        limit = Infinity;
        to.write(chunk.subarray(0, room), end);
      });
      from.on("error", end).on("close", () => {
        open.delete(from);
        end();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    passed: () => passed,
    connections: () => connections,
    cutAfter(bytes) {
      passed = 0;
      limit = bytes;
    },
    cut,
    async stop() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
