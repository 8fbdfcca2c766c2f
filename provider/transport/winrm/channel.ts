import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { megabyte } from "../../read-file";
import { type RequestLimits, timeLeft } from "./limits";

/** What a server answers over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The connection broke, or the server was silent for too long, before a whole answer came. */
export class ChannelBroken extends Error {}

/** The same, because the time of the operation is over, of which the request is a part. */
export class OutOfTime extends ChannelBroken {}

/** A service answers at most its own MaxEnvelopeSize, 500 KB by default; more is no answer of one. */
const largestAnswer = 16 * megabyte;
/** The token of a login can be tens of kilobytes. */
const maxHeaderSize = 256 * 1024;

/** An agent of HTTP that has one socket and keeps it, whatever kind of stream it is. */
class OneSocket extends Agent {
  constructor(private readonly socket: Duplex) {
    super({ keepAlive: true, maxSockets: 1 });
    // The agent calls this before each request; a stream that an SSH server forwards has none.
    if (!("ref" in socket)) Object.assign(socket, { ref: () => socket });
  }

  override createConnection(): Duplex {
    return this.socket;
  }

  /** As many requests as wanted; the socket is kept alive elsewhere. */
  override keepSocketAlive(): boolean {
    return true;
  }
}

/** One connection of HTTP, over which one request runs at a time: a login by NTLM or Kerberos is valid for its connection. */
export class Channel {
  readonly #agent: OneSocket;
  readonly closed: Promise<void>;
  #isClosed = false;

  /**
   * @param socket connected, over TLS with a checked certificate
   * @param carrier the socket below TLS, or the same
   * @param host the header `Host`
   */
  constructor(
    private readonly socket: Duplex,
    private readonly carrier: Duplex,
    private readonly host: string,
  ) {
    this.#agent = new OneSocket(socket);
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.#isClosed = true;
        resolve();
      });
    });
    // A failure is reported by the request that runs, or by the next one.
    socket.on("error", () => socket.destroy());
  }

  /**
   * Sends a request and waits for its whole answer.
   *
   * @param longestMs how long this request may take at most, in milliseconds
   * @throws ChannelBroken
   */
  post(
    headers: Readonly<Record<string, string>>,
    body: Buffer,
    longestMs: number,
    limits: RequestLimits,
  ): Promise<HttpAnswer> {
    const { end } = limits;
    const timeoutMs = Math.min(longestMs, timeLeft(limits));
    return new Promise((resolve, reject) => {
      const give = (broken: ChannelBroken): void => {
        settle();
        this.close();
        reject(broken);
      };
      const fail = (why: string, cause?: Error): void => {
        give(new ChannelBroken(why, { cause }));
      };
      const onEnd = (): void => {
        fail("it was abandoned");
      };
      const timer =
        timeoutMs === Infinity
          ? undefined
          : setTimeout(() => {
              const Why = timeoutMs < longestMs ? OutOfTime : ChannelBroken;
              give(new Why(`no answer within ${(timeoutMs / 1000).toFixed(1)} s`));
            }, timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        end?.removeEventListener("abort", onEnd);
      };
      if (!this.isOpen() || end?.aborted === true) {
        fail("it is closed");
        return;
      }
      end?.addEventListener("abort", onEnd);
      const sent = request({
        ...{ agent: this.#agent, method: "POST", path: "/wsman", maxHeaderSize },
        headers: { Host: this.host, "User-Agent": "pulumi-iis", "Content-Length": body.length, ...headers },
      });
      sent.on("error", (error) => {
        fail(error.message, error);
      });
      // Without a listener Node.js ends such a request without an error.
      sent.on("upgrade", () => {
        fail("it answers 101");
      });
      sent.on("response", (response) => {
        const pieces: Buffer[] = [];
        let length = 0;
        response.on("data", (piece: Buffer) => {
          length += piece.length;
          if (length > largestAnswer) fail("its answer is too long");
          else pieces.push(piece);
        });
        response.on("error", () => undefined);
        response.on("close", () => {
          if (!response.complete) fail("the answer was cut off");
          settle();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) });
        });
      });
      sent.end(body);
    });
  }

  isOpen(): boolean {
    return !this.#isClosed && this.socket.writable;
  }

  /** Whether the connection keeps this process alive. */
  keepAlive(keeps: boolean): void {
    if (!(this.carrier instanceof Socket)) return;
    if (keeps) this.carrier.ref();
    else this.carrier.unref();
  }

  close(): void {
    this.#isClosed = true;
    this.socket.destroy();
    this.carrier.destroy();
  }
}
