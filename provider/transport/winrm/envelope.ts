import { randomUUID } from "node:crypto";
import { escapeAttribute } from "../../xml/escape";

const shellSchema = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
const transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
const management = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";

/** The actions on a shell: https://learn.microsoft.com/openspecs/windows_protocols/ms-wsmv (3.1.4). */
const actions = {
  create: `${transfer}/Create`,
  delete: `${transfer}/Delete`,
  command: `${shellSchema}/Command`,
  receive: `${shellSchema}/Receive`,
  signal: `${shellSchema}/Signal`,
} as const;

/** The signals for a command. */
export const signals = {
  /** Ends the command if it runs, and frees what the server keeps of it. */
  terminate: `${shellSchema}/signal/terminate`,
} as const;

/** One request to a WinRM service. */
export interface WsmanOperation {
  readonly action: keyof typeof actions;
  /** The shell; absent to create one. */
  readonly shellId?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** XML. */
  readonly body: string;
  /** How long the service may wait before it answers, in milliseconds. */
  readonly timeoutMs: number;
}

/** What is equal in all requests of a connection. */
export interface Addressing {
  /** `https://web-01:5986/wsman`. */
  readonly url: string;
  /** The maximum answer, in bytes. */
  readonly maxEnvelopeSize: number;
}

/** A text in an element. */
export function element(name: string, text: string, attributes: Readonly<Record<string, string>> = {}): string {
  return `<${name}${written(attributes)}>${escapeAttribute(text)}</${name}>`;
}

function written(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`)
    .join("");
}

/** A request as a message of SOAP, in XML. */
export function envelope(operation: WsmanOperation, { url, maxEnvelopeSize }: Addressing): string {
  const { action, shellId, options, body, timeoutMs } = operation;
  const must = { "s:mustUnderstand": "true" };
  const language = { "xml:lang": "en-US", "s:mustUnderstand": "false" };
  const header = [
    element("a:To", url),
    element("w:ResourceURI", `${shellSchema}/cmd`, must),
    `<a:ReplyTo>${element("a:Address", "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous", must)}</a:ReplyTo>`,
    element("a:Action", actions[action], must),
    element("w:MaxEnvelopeSize", String(maxEnvelopeSize), must),
    element("a:MessageID", `uuid:${randomUUID().toUpperCase()}`),
    element("w:Locale", "", language),
    element("p:DataLocale", "", language),
    element("w:OperationTimeout", `PT${(timeoutMs / 1000).toFixed(3)}S`),
    ...(options === undefined ? [] : [set("w:OptionSet", "w:Option", options, must)]),
    ...(shellId === undefined ? [] : [set("w:SelectorSet", "w:Selector", { ShellId: shellId })]),
  ];
  const namespaces = {
    "xmlns:s": "http://www.w3.org/2003/05/soap-envelope",
    "xmlns:a": "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    "xmlns:w": management,
    "xmlns:p": "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd",
    "xmlns:rsp": shellSchema,
  };
  return (
    `<s:Envelope${written(namespaces)}><s:Header>${header.join("")}</s:Header>` +
    `<s:Body>${body}</s:Body></s:Envelope>`
  );
}

function set(
  name: string,
  entry: string,
  entries: Readonly<Record<string, string>>,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const members = Object.entries(entries).map(([key, value]) => element(entry, value, { Name: key }));
  return `<${name}${written(attributes)}>${members.join("")}</${name}>`;
}
