// The web server of bench/agents.mts in a process of its own: one bundle over HTTPS, compressed, with its ETag, as IIS or nginx send
// a static file. node bench/agents-server.mts <certificate> <key>; the bundle comes as a message.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { gzipSync } from "node:zlib";

/** What the server has done since its start. */
export interface Served {
  requests: number;
  unchanged: number;
  /** On the wire, with TLS. */
  bytes: number;
  /** Of the process, in microseconds. */
  processor: number;
}

const [certificate = "", key = ""] = process.argv.slice(2);
const served: Served = { requests: 0, unchanged: 0, bytes: 0, processor: 0 };
let bundle = { body: Buffer.alloc(0), etag: "" };

const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, response) => {
  served.requests += 1;
  const isKnown = request.headers["if-none-match"] === bundle.etag;
  if (isKnown) served.unchanged += 1;
  const headers = { ETag: bundle.etag, "Content-Encoding": "gzip" };
  if (isKnown) response.writeHead(304, { ETag: bundle.etag }).end();
  else response.writeHead(200, headers).end(bundle.body);
});

server.on("connection", (socket: Socket) => {
  socket.once("close", () => (served.bytes += socket.bytesWritten + socket.bytesRead));
});

process.on("message", (message: { readonly publish?: string }) => {
  if (message.publish !== undefined) {
    const body = gzipSync(message.publish);
    bundle = { body, etag: `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"` };
  }
  const { user, system } = process.cpuUsage();
  process.send?.({ ...served, processor: user + system });
});
process.on("disconnect", () => process.exit());

server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
