import { readFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import type { CertificateFiles } from "../../../tools/winrm-server/certificates.mts";

/** What somebody in the middle makes of a token in an answer with this HTTP status; undefined: it passes none on. */
export type Forge = (status: number, token: Buffer) => Buffer | undefined;

/**
 * Somebody in the middle: passes everything on to a server, and changes the tokens of its answers.
 *
 * @param files a certificate that clients trust: ends TLS, and has TLS to the server. Without it both are HTTP
 */
export async function relay(
  target: number,
  files: CertificateFiles | undefined,
  forge: Forge = (_status, token) => token,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const open = new Set<Socket>();
  const place = { host: "127.0.0.1", port: target };
  const join = (client: Socket): void => {
    const onward = files === undefined ? connect(place) : connectTls({ ...place, rejectUnauthorized: false });
    for (const socket of [client, onward]) open.add(socket.on("error", () => undefined));
    client.pipe(onward);
    onward.on("data", (bytes: Buffer) => client.write(forged(bytes, forge))).on("end", () => client.end());
  };
  const server: Server =
    files === undefined
      ? createServer(join)
      : createTlsServer({ cert: readFileSync(files.certificate), key: readFileSync(files.key) }, join);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as { port: number }).port,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The head of an answer, which the servers of the tests write at once, with another token. */
function forged(bytes: Buffer, forge: Forge): Buffer {
  const text = bytes.toString("latin1");
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? NaN);
  const changed = text.replace(/WWW-Authenticate: (\w+) ([\w+/]+=*)\r\n/, (_line, scheme: string, token: string) => {
    const other = forge(status, Buffer.from(token, "base64"));
    return other === undefined ? "" : `WWW-Authenticate: ${scheme} ${other.toString("base64")}\r\n`;
  });
  return Number.isNaN(status) ? bytes : Buffer.from(changed, "latin1");
}
