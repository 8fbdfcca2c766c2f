import { resolve } from "node:path";
import { megabyte, readRegularFile, UnreadableFile } from "../../read-file";
import type { ReportDocument } from "../../report/schema/change-reports";
import { driftDigest, failureDigest, readWebhookState, writeWebhookState } from "../../report/webhook/change";
import { webhookBody, type WebhookService } from "../../report/webhook/messages";
import { driftNotice, failureNotice, type Notice } from "../../report/webhook/notice";
import { concludeWith, describeFailure, Failure } from "../failure";
import type { Io } from "../io";
import { type ExitCode, exitCodes } from "../outcome";
import { saveFile } from "../save-file";
import { postWebhook, webhookAddress, webhookTimeoutMs } from "./post";

/** The options that send a message. */
export interface WebhookFlags {
  readonly webhook?: WebhookService;
  /** The file that remembers what was sent last. Default: {@link defaultWebhookState}. */
  readonly webhookState?: string;
}

/** In the working folder. */
export const defaultWebhookState = ".iispools-webhook.json";

/** What a run found. */
interface Finding {
  readonly digest: string;
  readonly notice: () => Notice;
}

/**
 * Does the work of `drift`, and with `--webhook` sends what it found if that is something else than what was sent last, also a
 * failure. After an interruption nothing is sent. A message that cannot be sent is an error of the run.
 *
 * @throws Failure for a wrong address, and for `--webhook-state` alone
 */
export async function withWebhook(
  { webhook, webhookState }: WebhookFlags,
  io: Io,
  work: (record: (document: ReportDocument) => void) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (webhook === undefined) {
    if (webhookState !== undefined) throw new Failure([{ path: "--webhook-state", message: "requires --webhook" }]);
    return work(() => undefined);
  }
  const channel = { service: webhook, url: webhookAddress(io), file: webhookState ?? defaultWebhookState };
  let found: Finding | undefined;
  const record = (document: ReportDocument): void => {
    if (document.schema !== "iispools.drift/1") return;
    found = { digest: driftDigest(document), notice: () => driftNotice(document) };
  };
  let code: ExitCode;
  try {
    code = await work(record);
  } catch (error) {
    const lines = describeFailure(error);
    const failed = { digest: failureDigest(lines), notice: () => failureNotice(lines) };
    if (!io.signal.aborted) await notify(channel, found ?? failed, io);
    throw error;
  }
  if (found === undefined || code === exitCodes.interrupted || io.signal.aborted) return code;
  return (await notify(channel, found, io)) ? code : exitCodes.error;
}

interface Channel {
  readonly service: WebhookService;
  readonly url: URL;
  /** The state file. */
  readonly file: string;
}

/** Sends a finding if it is new, and remembers it. Returns false, with the reason on stderr, if one of these fails. */
async function notify({ service, url, file }: Channel, { digest, notice }: Finding, io: Io): Promise<boolean> {
  try {
    const last = stateIn(file, io);
    if (last === digest) return true;
    await postWebhook(url, webhookBody(service, notice()), webhookTimeoutMs, io);
    io.stderr.write(`sent to ${service}\n`);
    if (last === undefined) refuseState(file);
    saveFile(file, writeWebhookState(digest), { option: "--webhook-state" }, io);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    concludeWith(io, error.problems);
    return false;
  }
}

/** The digest of what was sent last; undefined if the file has something else: then it is sent, and the file is not replaced. */
function stateIn(file: string, { place: { cwd } }: Io): string | undefined {
  try {
    return readWebhookState(readRegularFile(resolve(cwd, file), megabyte).toString("utf8"));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return error.code === "ENOENT" ? readWebhookState("") : undefined;
  }
}

function refuseState(file: string): never {
  const message = `${file} is not a state file of --webhook. Choose another file, or delete a damaged one`;
  throw new Failure([{ path: "--webhook-state", message }]);
}
