import { secretKeys } from "../../connection/connection";
import { describeCrash } from "../../crash";
import { IisError, messageWithCode } from "../../errors";
import { lazily } from "../../lazily";
import { isRecord } from "../../record";
import { visibleText } from "../../visible-text";
import type { Properties } from "./resource-inputs";
import { isUnknown } from "./unknowns";

/** The key with which the engine marks secrets and other special values: `resource.SigKey`. */
export const signatureKey = "4dabf18193072939515e22adb298388d";
/** Its value for a secret: `resource.SecretSig`. */
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** The proxy in the provider's configuration is one text, including its secrets. */
const secretTexts = lazily((): ReadonlySet<string> => new Set([...secretKeys(), "proxy"]));

/**
 * The inputs of a resource in the engine's form: every password, every key and every value of an environment variable
 * is a secret, always encrypted in the state. Values next to a secret stay readable, so that a preview shows their
 * differences. What the user marked is a secret too, see {@link marksKey}.
 *
 * @param shown keeps environment variables as the program has them
 */
export function inputsWithSecrets(properties: Properties, shown = showsEnvironment(properties)): Properties {
  return markWithin(properties, { hidesEnvironment: !shown, marks: new Set(marksOf(properties)) }, "") as Properties;
}

/**
 * The property with the paths of the values that the user marked as secrets, `failure.orphanActionParams`, besides those
 * that always are. The core gets plain values, and shows none of these. The dynamic provider keeps it in the state,
 * because the engine does not pass marks to it; the plugin gets the marks from the engine with each call.
 */
export const marksKey = "__secrets";

/** The properties without {@link marksKey}. */
export function withoutMarks(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => key !== marksKey));
}

/** The paths that the user marked as secrets. */
export function marksOf(properties: Properties): readonly string[] {
  const marks = properties[marksKey];
  return Array.isArray(marks) ? marks.filter((path) => typeof path === "string") : [];
}

/** Whether a program set its environment variables to be readable in the state. */
export function showsEnvironment(properties: Properties): boolean {
  return properties["showEnvironment"] === true;
}

/**
 * The outputs of a resource or function. A property that contains a secret is secret as a whole. Most languages do this
 * anyway, and YAML programs lose a secret inside a group that they refer to.
 */
export function outputsWithSecrets(properties: Properties, shown = showsEnvironment(properties)): Properties {
  const marked = Object.entries(inputsWithSecrets(properties, shown));
  return Object.fromEntries(
    marked.map(([key, value]) => [key, holdsSecret(value) ? asSecret(properties[key]) : value]),
  );
}

interface Marking {
  readonly hidesEnvironment: boolean;
  readonly marks: ReadonlySet<string>;
}

function markWithin(value: unknown, marking: Marking, path: string): unknown {
  if (Array.isArray(value)) return value.map((item) => markWithin(item, marking, path));
  if (!isRecord(value)) return value;
  return mapValues(value, (one, key) => {
    const at = path === "" ? key : `${path}.${key}`;
    if (marking.marks.has(at)) return asSecret(one);
    if (key === environmentKey && isRecord(one)) {
      return mapValues(one, (text, name) =>
        marking.hidesEnvironment || marking.marks.has(`${at}.${name}`) ? asSecret(text) : text,
      );
    }
    return secretTexts().has(key) && !isRecord(one) ? asSecret(one) : markWithin(one, marking, at);
  });
}

const environmentKey = "environmentVariables";

/**
 * Whether the value at the path is a secret without a mark of the user: a password, a key, and an environment variable
 * if they are not shown.
 */
export function isSecretByItself(path: string, isEnvironmentShown: boolean): boolean {
  const keys = path.split(".");
  return keys[0] === environmentKey ? !isEnvironmentShown : secretTexts().has(keys.at(-1) ?? "");
}

function asSecret(value: unknown): unknown {
  return value === undefined || isUnknown(value) ? value : { [signatureKey]: secretSignature, value };
}

function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isRecord(value) && (value[signatureKey] === secretSignature || Object.values(value).some(holdsSecret));
}

function mapValues(group: Properties, change: (value: unknown, key: string) => unknown): Properties {
  return Object.fromEntries(Object.entries(group).map(([key, value]) => [key, change(value, key)]));
}

/**
 * A value without the engine's secret marks, which it sets in a provider's configuration. An encrypted secret, as in
 * the state of a stack, is unchanged.
 */
export function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (!isRecord(value)) return value;
  return isMarked(value) ? unmarked(value.value) : mapValues(value, unmarked);
}

/** Whether the value is a secret in the engine's form, in plain text. */
export function isMarked(value: unknown): value is { readonly value: unknown } {
  return isRecord(value) && value[signatureKey] === secretSignature && "value" in value;
}

/** An error in a request of the engine, such as a type that does not exist, with a message for people. */
export class InvalidRequest extends Error {}

/**
 * The message of an error for people, followed by its code. The message of an unexpected error, which is `INTERNAL`, is
 * not shown, because it may quote a secret.
 *
 * @param most maximum length in bytes of UTF-8; a longer message is cut and gets `…` before the code. Default: no limit
 */
export function shownMessage(error: unknown, most = Infinity): string {
  if (error instanceof InvalidRequest) return cut(visibleText(error.message), most);
  const code = error instanceof IisError ? error.code : "INTERNAL";
  const message = visibleText(error instanceof IisError ? error.message : describeCrash(error));
  const room = most - Buffer.byteLength(messageWithCode({ code, message: "" }));
  return messageWithCode({ code, message: cut(message, room) });
}

/** The text, cut with `…` if it is longer than the limit in bytes. */
function cut(text: string, most: number): string {
  const whole = Buffer.from(text);
  if (whole.length <= most) return text;
  const room = most - Buffer.byteLength("…");
  return `${new TextDecoder().decode(whole.subarray(0, room), { stream: true })}…`;
}
