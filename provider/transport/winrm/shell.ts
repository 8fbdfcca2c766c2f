import { escapeAttribute } from "../../xml/escape";
import { LoginFailure } from "../remote/failures";
import { type WsmanAnswer, readId, readReceived, type Received } from "./answer";
import { element, type WsmanOperation, signals } from "./envelope";
import { isTimeOut, isTooLarge, refusedRequest } from "./faults";
import { type RequestLimits, timeLeft } from "./limits";
import type { WinrmService } from "./service";

/** The size of an envelope that every service allows. */
const leastEnvelopeSize = 51_200;
/** How long a shell without a request is kept, in seconds: a run is longer, and what it leaves behind is soon gone. */
const idleSeconds = 180;
/** What the service may wait at least, in milliseconds: Windows refuses less. */
const shortestWaitMs = 500;
/** What an answer may take to arrive, in milliseconds. */
const answerMs = 2000;

/** A program and its arguments for a server. */
export interface WinrmCommand {
  /** The program, or a whole line for cmd.exe. */
  readonly command: string;
  /** The arguments as one text, quoted; absent for a line. */
  readonly arguments?: string;
  /** Whether cmd.exe reads it. */
  readonly isForCmd: boolean;
}

/** The shell of a login on a server: it outlives connections. */
export interface ShellOfLogin {
  id: string | undefined;
  /** The maximum answer that the service allows, in bytes, if it is less than what was asked for at first. */
  maxEnvelopeSize?: number;
}

/** The requests on the shell of a login. The service keeps a shell until it is deleted or has been idle. */
export class WinrmShell {
  constructor(
    private readonly service: WinrmService,
    private readonly kept: ShellOfLogin,
    private readonly host: string,
    private readonly timeoutMs: number,
  ) {
    this.service.maxEnvelopeSize = kept.maxEnvelopeSize ?? this.service.maxEnvelopeSize;
  }

  /** Makes sure that there is a shell, without knowing whether the service still has it. @throws as the service, LoginFailure */
  async open(limits: RequestLimits): Promise<void> {
    while (this.kept.id === undefined) {
      const answer = await this.#request(
        {
          action: "create",
          options: { WINRS_NOPROFILE: "TRUE", WINRS_CODEPAGE: "65001" },
          body:
            `<rsp:Shell>${element("rsp:IdleTimeOut", `PT${idleSeconds}.000S`)}` +
            `${element("rsp:InputStreams", "stdin")}${element("rsp:OutputStreams", "stdout stderr")}</rsp:Shell>`,
        },
        limits,
      );
      if ("body" in answer) this.kept.id = readId(answer.body, "ShellId");
      else if (isTooLarge(answer.fault) && this.service.maxEnvelopeSize > leastEnvelopeSize) {
        this.kept.maxEnvelopeSize = this.service.maxEnvelopeSize = leastEnvelopeSize;
      } else
        throw new LoginFailure(refusedRequest(this.host, answer.fault), isTimeOut(answer.fault) ? "again" : "later");
      if ("body" in answer && this.kept.id === undefined) {
        const fault = { code: 0, subcode: "", message: "it names no shell" };
        throw new LoginFailure(refusedRequest(this.host, fault), "later");
      }
    }
  }

  /** Forgets the shell, because the service has none with this id. */
  forget(): void {
    this.kept.id = undefined;
  }

  /** Starts a command; the answer has its id. */
  start({ command, arguments: args, isForCmd }: WinrmCommand, limits: RequestLimits): Promise<WsmanAnswer> {
    const line = element("rsp:Command", command) + (args === undefined ? "" : element("rsp:Arguments", args));
    return this.#request(
      {
        action: "command",
        options: { WINRS_CONSOLEMODE_STDIN: "TRUE", WINRS_SKIP_CMD_SHELL: isForCmd ? "FALSE" : "TRUE" },
        body: `<rsp:CommandLine>${line}</rsp:CommandLine>`,
      },
      limits,
    );
  }

  /**
   * Waits for output of a command, or for its end. The service answers before the time is over, so that the command can be
   * ended then.
   */
  async receive(
    commandId: string,
    limits: RequestLimits,
  ): Promise<Received | Extract<WsmanAnswer, { fault: unknown }>> {
    const streams = element("rsp:DesiredStream", "stdout stderr", { CommandId: commandId });
    const body = `<rsp:Receive>${streams}</rsp:Receive>`;
    const answer = await this.#request({ action: "receive", body }, limits);
    return "body" in answer ? readReceived(answer.body, commandId) : answer;
  }

  /** Ends a command if it runs, and frees what the service keeps of it. */
  async terminate(commandId: string, limits: RequestLimits): Promise<void> {
    const code = element("rsp:Code", signals.terminate);
    const body = `<rsp:Signal CommandId="${escapeAttribute(commandId)}">${code}</rsp:Signal>`;
    await this.#request({ action: "signal", body }, limits);
  }

  async delete(limits: RequestLimits): Promise<void> {
    if (this.kept.id === undefined) return;
    await this.#request({ action: "delete", body: "" }, limits);
    this.forget();
  }

  #request(operation: Omit<WsmanOperation, "timeoutMs">, limits: RequestLimits): Promise<WsmanAnswer> {
    const { id } = this.kept;
    const left = timeLeft(limits);
    const wait = Math.max(shortestWaitMs, Math.min(this.timeoutMs, Math.max(left - answerMs, left / 2)));
    return this.service.request({ ...operation, timeoutMs: wait, ...(id !== undefined && { shellId: id }) }, limits);
  }
}
