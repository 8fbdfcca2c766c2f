/** What `PULUMI_DEBUG_GRPC` logs of a provider, as its calls in their order. */

export type Json = Readonly<Record<string, unknown>>;

/** A call of the engine and what became of it. */
export interface ProviderCall {
  /** `Check`, `Diff`, … */
  readonly method: string;
  readonly request: Json;
  /** Left out where it failed, or never came. */
  readonly response?: Json;
  readonly error?: string;
}

interface Entry {
  readonly method: string;
  readonly request?: Json | null;
  readonly response?: Json | null;
  readonly errors?: readonly string[];
  readonly metadata?: { readonly kind?: string; readonly name?: string };
  readonly progress?: string;
}

const service = "/pulumirpc.ResourceProvider/";

/** The calls of one provider, as they were answered; those that never were come last. */
export function providerCalls(log: readonly unknown[], name = "iis"): ProviderCall[] {
  const entries = (log as readonly Entry[]).filter(
    ({ method, metadata }) => method.startsWith(service) && metadata?.name === name,
  );
  const isStart = ({ progress, response, errors }: Entry): boolean =>
    progress === "request_started" && !response && !errors;
  const answered = entries.filter((entry) => !isStart(entry));
  const open = entries.filter(isStart).map(keyOf);
  for (const entry of answered) {
    const at = open.indexOf(keyOf(entry));
    if (at >= 0) open.splice(at, 1);
  }
  return [
    ...answered.map(({ method, request, response, errors }) => ({
      method: method.slice(service.length),
      request: request ?? {},
      ...(response && !errors && { response }),
      ...(errors && { error: errors.join("; ") }),
    })),
    ...open.map((key) => {
      const [method, request] = JSON.parse(key) as [string, Json];
      return { method: method.slice(service.length), request };
    }),
  ];
}

function keyOf({ method, request }: Entry): string {
  return JSON.stringify([method, request ?? {}]);
}

/** By what the engine knows a secret among plain values, and what is not known yet. */
export const signature = {
  key: "4dabf18193072939515e22adb298388d",
  secret: "1b47061264138c4ac30d75fd1eb44270",
  unknown: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
} as const;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSecret(value: unknown): value is { readonly value: unknown } {
  return isObject(value) && value[signature.key] === signature.secret;
}

/** The same without the marks of secrets. */
export function withoutMarks(value: unknown): unknown {
  if (isSecret(value)) return withoutMarks(value.value);
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutMarks(one)]));
}

/** Every text in the value that is not below the mark of a secret. */
export function clearTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (isSecret(value)) return [];
  if (Array.isArray(value)) return value.flatMap(clearTexts);
  return isObject(value) ? Object.entries(value).flatMap(([key, one]) => [key, ...clearTexts(one)]) : [];
}

/** Each value that is no group, by its path; a list is one value. Marks of secrets do not show. */
export function leaves(value: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const walk = (one: unknown, steps: readonly string[]): void => {
    if (isObject(one)) for (const [key, inner] of Object.entries(one)) walk(inner, [...steps, key]);
    else found.set(steps.join("/"), one);
  };
  walk(withoutMarks(value), []);
  return found;
}
