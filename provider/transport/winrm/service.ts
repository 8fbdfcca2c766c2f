import type { X509Certificate } from "node:crypto";
import type { WinrmLogin } from "../../connection/winrm-login";
import { type WsmanAnswer, readWsmanAnswer } from "./answer";
import { authenticateOverHttp, type Credentials } from "./authenticate";
import { type Channel, ChannelBroken, type HttpAnswer } from "./channel";
import { envelope, type WsmanOperation } from "./envelope";
import { LoginFailure } from "../remote/failures";
import { otherService, refusedWinrmLogin } from "./errors";
import { noLimits, type RequestLimits } from "./limits";
import { offeredBy, type Post } from "./login-token";
import { plainType, readSealedBody, sealedBody, sealedType } from "./sealed-body";

/** How much longer than the service may wait its answer may take to arrive, in milliseconds. */
const graceMs = 30_000;
/** What this client asks for at first: the limit of a service before Windows 8. */
export const defaultEnvelopeSize = 153_600;

/** A WinRM service over one connection that is logged in. */
export class WinrmService {
  #credentials: Credentials = { headers: {}, isOfConnection: false };
  /** The maximum answer, in bytes. */
  maxEnvelopeSize = defaultEnvelopeSize;
  readonly #url: string;
  /** Why the service refused the password, so that no request sends it again. */
  #refusal: LoginFailure | undefined;

  /** @param onPassword called before something is sent that shows whether the password is right */
  constructor(
    readonly channel: Channel,
    private readonly login: WinrmLogin,
    private readonly certificate: X509Certificate | undefined,
    private readonly onPassword: () => void,
  ) {
    const { isHttps, host, port } = login;
    this.#url = `${isHttps ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}/wsman`;
  }

  /**
   * @param longestMs of each request of the login. Default: no limit, for a caller that has one for all of it
   * @throws LoginFailure, ChannelBroken
   */
  async logIn(longestMs = Infinity, limits = noLimits): Promise<void> {
    const post: Post = (headers, body) => this.channel.post(headers, body, longestMs, limits);
    this.#credentials = await authenticateOverHttp(post, this.login, this.certificate, this.onPassword);
  }

  /** Whether the service has accepted a login for the connection; otherwise each request has one. */
  get isConnectionLoggedIn(): boolean {
    return this.#credentials.isOfConnection;
  }

  /**
   * Sends a request. If the service says that the login has expired, it is renewed and the request sent again, because the
   * service has not executed it. Over HTTP anybody in between can say so: only a new shell is asked for again then.
   *
   * @throws LoginFailure if the service does not accept the login, or is no WinRM service: the request was not executed
   * @throws ChannelBroken if there is no readable answer: the request may have been executed
   */
  async request(operation: WsmanOperation, limits: RequestLimits): Promise<WsmanAnswer> {
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      return await this.#ask(operation, limits);
    } catch (failure) {
      if (failure instanceof LoginFailure && failure.next === "never") this.#refusal = failure;
      throw failure;
    }
  }

  async #ask(operation: WsmanOperation, limits: RequestLimits): Promise<WsmanAnswer> {
    const { maxEnvelopeSize } = this;
    const text = Buffer.from(envelope(operation, { url: this.#url, maxEnvelopeSize }), "utf8");
    const longestMs = operation.timeoutMs + graceMs;
    const isNewShell = operation.action === "create";
    const isRefusalBelieved = this.login.isHttps || isNewShell;
    let answer = await this.#post(text, longestMs, limits);
    if (answer.status === 401 && isRefusalBelieved && this.isConnectionLoggedIn) {
      await this.logIn(longestMs, limits);
      answer = await this.#post(text, longestMs, limits);
    }
    const { status } = answer;
    if (status === 401 && isRefusalBelieved) throw refusedWinrmLogin(this.login, offeredBy(answer));
    if (status < 500 && status !== 200 && isNewShell) throw otherService(this.login, `it answers ${status}`);
    // What is between this machine and the service may answer so after the service has executed the request.
    if (status !== 200 && status !== 500) throw this.#broken(`it answers ${status}`);
    const read = readWsmanAnswer(this.#open(answer).toString("utf8"));
    if (read !== undefined) return read;
    throw this.#broken("the answer is not one of a WinRM service");
  }

  #broken(why: string): ChannelBroken {
    this.channel.close();
    return new ChannelBroken(why);
  }

  #post(text: Buffer, longestMs: number, limits: RequestLimits): Promise<HttpAnswer> {
    const { headers, session } = this.#credentials;
    if (this.login.isHttps || session === undefined) {
      return this.channel.post({ ...headers, "Content-Type": plainType }, text, longestMs, limits);
    }
    const body = sealedBody(session.seal(text), text.length);
    return this.channel.post({ ...headers, "Content-Type": sealedType }, body, longestMs, limits);
  }

  /** The message in an answer. Over HTTP nothing is believed that the session has not sealed. */
  #open({ body }: HttpAnswer): Buffer {
    const { session } = this.#credentials;
    if (this.login.isHttps) return body;
    const sealed = readSealedBody(body);
    const message = sealed && session?.unseal(sealed.signature, sealed.sealed);
    if (message !== undefined) return message;
    throw this.#broken("the answer is not encrypted by the session of the login");
  }
}
