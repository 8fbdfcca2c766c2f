import { elementsNamed, readTexts, type TextElement } from "../../xml/read-texts";

/** Why a WinRM service refuses a request. */
export interface WsmanFault {
  /** Windows' error code, unsigned; 0 if there is none. */
  readonly code: number;
  /** `QuotaLimit`, `TimedOut`, `AccessDenied` … */
  readonly subcode: string;
  /** In the language of the server. */
  readonly message: string;
}

/** What a WinRM service answers to a request. */
export type WsmanAnswer = { readonly fault: WsmanFault } | { readonly body: TextElement };

/** @returns undefined if it is no answer of such a service */
export function readWsmanAnswer(text: string): WsmanAnswer | undefined {
  const root = parsed(text);
  const body = root?.name === "Envelope" ? root.children.find(({ name }) => name === "Body") : undefined;
  if (body === undefined) return undefined;
  const fault = body.children.find(({ name }) => name === "Fault");
  return fault === undefined ? { body } : { fault: readFault(fault) };
}

function parsed(text: string): TextElement | undefined {
  try {
    return readTexts(text);
  } catch {
    // Not XML: the page of another server, or half of an answer.
    return undefined;
  }
}

function readFault(fault: TextElement): WsmanFault {
  const detail = elementsNamed(fault, "WSManFault")[0];
  const subcode = elementsNamed(fault, "Subcode").flatMap((element) => elementsNamed(element, "Value"))[0]?.text ?? "";
  const reasons = [...(detail === undefined ? [] : elementsNamed(detail, "Message")), ...elementsNamed(fault, "Text")];
  const message = reasons.map(({ text }) => text.trim()).find((text) => text !== "") ?? "";
  return {
    code: Number(detail?.attributes.get("Code") ?? 0) >>> 0,
    subcode: subcode.slice(subcode.indexOf(":") + 1),
    message,
  };
}

/** The id of a created shell, or of a started command; undefined if there is none. */
export function readId(body: TextElement, name: "ShellId" | "CommandId"): string | undefined {
  const selector = elementsNamed(body, "Selector").find(({ attributes }) => attributes.get("Name") === name);
  const id = (selector ?? elementsNamed(body, name)[0])?.text.trim();
  return id === "" ? undefined : id;
}

/** The streams that are asked for. */
const streams = ["stdout", "stderr"] as const;

/** A part of a command's output, and how the command ended. */
export interface Received {
  readonly pieces: readonly { readonly stream: (typeof streams)[number]; readonly bytes: Buffer }[];
  readonly isDone: boolean;
  /** All 32 bits; undefined while the command runs, and if it ended without one. */
  readonly exitCode: number | undefined;
}

/** What a service sent of a command. What is said to be of another command is not read. */
export function readReceived(body: TextElement, commandId: string): Received {
  const ofCommand = (name: string): TextElement[] =>
    elementsNamed(body, name).filter(({ attributes }) => isSameId(attributes.get("CommandId") ?? commandId, commandId));
  const state = ofCommand("CommandState")[0];
  const code = state === undefined ? undefined : elementsNamed(state, "ExitCode")[0]?.text.trim();
  return {
    pieces: ofCommand("Stream").flatMap(({ attributes, text }) => {
      const stream = streams.find((name) => name === attributes.get("Name"));
      return stream === undefined ? [] : [{ stream, bytes: Buffer.from(text, "base64") }];
    }),
    isDone: state?.attributes.get("State")?.endsWith("/Done") ?? false,
    exitCode: code === undefined ? undefined : readExitCode(code),
  };
}

/** Windows' exit codes have 32 bits, which are written with or without a sign; undefined for any other text. */
function readExitCode(text: string): number | undefined {
  const code = /^-?\d{1,10}$/.test(text) ? Number(text) : NaN;
  return code >= -(2 ** 31) && code < 2 ** 32 ? code >>> 0 : undefined;
}

/** Ids are GUIDs, which are written in either case. */
function isSameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
