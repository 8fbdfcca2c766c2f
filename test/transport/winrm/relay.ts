import { readFileSync } from "node:fs";
import { connect as connectTls, createServer, type TLSSocket } from "node:tls";
import type { CertificateFiles } from "../../../tools/winrm-server/certificates.mts";

/** Somebody in the middle, with a certificate that clients trust: ends TLS, and passes everything on to a server over TLS. */
export async function relay(
  target: number,
  files: CertificateFiles,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const open = new Set<TLSSocket>();
  const server = createServer({ cert: readFileSync(files.certificate), key: readFileSync(files.key) }, (client) => {
    const onward = connectTls({ host: "127.0.0.1", port: target, rejectUnauthorized: false });
    for (const socket of [client, onward]) open.add(socket.on("error", () => undefined));
    client.pipe(onward).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as { port: number }).port,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
