import { types } from "node:util";
import { describeMissing, describeWrong } from "../../input/wording";
import { describeSystemError } from "../../read-file";
import { Failure } from "../failure";
import type { Io } from "../io";

/** The environment variable that has the address of the webhook: whoever knows the address can write to the channel. */
export const webhookVariable = "PULUMI_IIS_WEBHOOK_URL";

/** After how many milliseconds a request without an answer fails. */
export const webhookTimeoutMs = 10_000;

const what = "an https address without a user, or an http address of this machine";

/** The address of the webhook, of which no message shows anything. @throws Failure */
export function webhookAddress({ place: { env } }: Pick<Io, "place">): URL {
  const text = env[webhookVariable]?.trim() ?? "";
  const fail = (message: string): never => {
    throw new Failure([{ path: webhookVariable, message }]);
  };
  if (text === "") return fail(describeMissing(what, "with --webhook"));
  const url = URL.parse(text);
  if (url === null || !isAllowed(url)) return fail(describeWrong(what, text));
  return url;
}

function isAllowed({ protocol, hostname, username, password }: URL): boolean {
  const isHere = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  return (protocol === "https:" || (protocol === "http:" && isHere)) && username === "" && password === "";
}

/** Sends a message. Redirects are not followed, and the answer is not read. @throws Failure, which shows nothing of the address or the answer */
export async function postWebhook(
  url: URL,
  body: string,
  timeoutMs: number,
  { signal }: Pick<Io, "signal">,
): Promise<void> {
  const fail = (why: string): never => {
    throw new Failure([{ path: "--webhook", message: `the message was not sent: ${why}. The next run sends it` }]);
  };
  const time = AbortSignal.timeout(timeoutMs);
  try {
    const {
      ok,
      status,
      body: answer,
    } = await fetch(url, {
      ...{ method: "POST", body, headers: { "content-type": "application/json" }, redirect: "manual" },
      signal: AbortSignal.any([signal, time]),
    });
    // The status is all that counts: the message was sent, also if the answer breaks off now.
    await answer?.cancel().catch(() => undefined);
    if (!ok) fail(`the service returns status ${status}`);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (time.aborted) fail(`the service does not answer within ${timeoutMs / 1000} s`);
    if (signal.aborted) fail("interrupted");
    fail(describeCause(error));
  }
}

/** Why a request failed. The texts of its errors may have the address. */
function describeCause(error: unknown): string {
  const cause = types.isNativeError(error) ? error.cause : undefined;
  const code = types.isNativeError(cause) && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && /^[A-Z0-9_]+$/.test(code) ? describeSystemError(code) : "the request failed";
}
