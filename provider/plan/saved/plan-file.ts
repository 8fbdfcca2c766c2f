import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { EditTarget } from "../../appcmd/edit";
import { type Environment, noSecretsInFiles } from "../../env-reference";
import type { ErrorCode } from "../../error-codes";
import { type Fault, IisError } from "../../errors";
import { readInput } from "../../input/read-input";
import { formatFault } from "../../pool-file/pool-file";
import { canonicalJson, isRecord } from "../../record";
import { listFaults } from "../../text";
import { targetName } from "../change/desired";
import { encodeChange, encodeDesired, type Json } from "./encode-change";
import { planSchema, type SavedHost, type SavedPlan, savedPlan } from "./schema";

const begins = /^\s*\{/;
const schemaFirst = /^\s*\{\s*"schema"\s*:\s*"iispools\./;
const schemaAnywhere = /"schema"\s*:\s*"iispools\./;

/** What the first characters of a file show: it is a document of this program, it is not, or the whole text must be read. */
export function recognizeStart(start: string): "document" | "other" | "unknown" {
  if (schemaFirst.test(start)) return "document";
  return begins.test(start) || start.trim() === "" ? "unknown" : "other";
}

/** Whether a text is a JSON document of this program, such as a saved plan or a report: its key `schema` shows it, in any position. */
export function isOwnDocument(text: string): boolean {
  if (!begins.test(text)) return false;
  try {
    const { schema } = JSON.parse(text.replace(/^\ufeff/, "")) as { readonly schema?: unknown };
    return typeof schema === "string" && schema.startsWith("iispools.");
  } catch {
    // A damaged document must not be read as a pool file in flow style.
    return schemaAnywhere.test(text);
  }
}

type Document = Readonly<Record<string, unknown>>;

/** The environment variable of a secret; undefined if it is in the pool file itself. */
type SecretName = (host: string, target: EditTarget, path: string) => string | undefined;

/**
 * The text of a plan file. For a secret it contains the name of its environment variable.
 *
 * @param key signs the plan
 * @throws IisError `PLAN_HOLDS_SECRET` if a secret does not come from an environment variable
 */
export function writePlanFile({ hosts, files, shard }: SavedPlan, secretName: SecretName, key?: string): string {
  const encoded = hosts.map((host) => encodeHost(host, secretName));
  // In the form in which it is read back: without undefined members. In the order of the pool file, which is also the
  // order in which variables are added.
  const content: unknown = JSON.parse(JSON.stringify(encoded));
  const about = { ...(files && { files }), ...(shard && { shard }) };
  const seal = sealPlan({ schema: planSchema, hosts: content, ...about }, key);
  const document = { schema: planSchema, ...seal, ...about, hosts: content };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function encodeHost({ name, connection, changes }: SavedHost, secretName: SecretName): Json {
  return {
    name,
    connection: connection as Record<string, Json>,
    changes: changes.map(({ reason, change, desired }) => {
      const nameSecret = (path: string): string => {
        const variable = secretName(name, change.target, path);
        if (variable !== undefined) return variable;
        throw new IisError("PLAN_HOLDS_SECRET", {
          ...{ host: name, pool: targetName(change.target), path },
          problem: noSecretsInFiles(),
        });
      };
      return {
        reason,
        change: encodeChange(change, nameSecret, (path) => desired !== undefined && !(path in desired.settings)),
        ...(desired && { desired: encodeDesired(desired, nameSecret) }),
      };
    }),
  };
}

/** Options for reading a plan file. */
interface ReadPlanOptions {
  /** The file's name, for messages. */
  readonly file: string;
  /** The environment from which the secrets are read again. */
  readonly env: Environment;
  /** Every fault of a connection, with paths below `connection`. */
  readonly checkConnection: (input: unknown) => readonly Fault[];
  /** The key with which the plan must be signed. Default: signatures are not verified. */
  readonly key?: string | undefined;
}

/**
 * The plan in a file, with its secrets read from the environment.
 *
 * @throws IisError `PLAN_UNREADABLE`, `PLAN_UNTRUSTED` if it is not signed with the key; AggregateError with a `PLAN_UNREADABLE` for
 *   each fault of its content
 */
export function readPlanFile(text: string, options: ReadPlanOptions): SavedPlan {
  const { file, key } = options;
  const refuse = (problem: string, hint?: string, code: ErrorCode = "PLAN_UNREADABLE"): never => {
    throw new IisError(code, { path: file, problem, hint });
  };
  const { document, isSealed } = parse(text, key) ?? refuse("is not valid JSON", howToSave);
  const { schema, digest, signature } = document;
  if (typeof schema === "string" && schema.startsWith("iispools.plan/")) {
    return refuse("is the report of a plan, not a saved plan", howToSave);
  }
  if (typeof schema !== "string" || !schema.startsWith("iispools.saved-plan/")) {
    return refuse(`is not a saved plan: its schema is not ${planSchema}`, howToSave);
  }
  if (schema !== planSchema) {
    return refuse(`has the schema ${schema}, but this version reads ${planSchema}`, "Plan again with this version");
  }
  if (key !== undefined && signature === undefined) {
    const hint = "Save the plan again with the key set";
    return refuse("is not signed, but a key is set", hint, "PLAN_UNTRUSTED");
  }
  if (key !== undefined && !isSealed("signature", signature)) {
    const problem = "was changed after it was signed, or signed with another key";
    return refuse(problem, "Save the plan again with this key", "PLAN_UNTRUSTED");
  }
  const { value, faults } = readInput(savedPlan(options.env), document, { isJson: true });
  const found = [...faults, ...connectionFaults(document["hosts"], options)];
  if (value === undefined || found.length > 0) {
    const problems = listFaults(found).map(formatFault);
    const errors = problems.map((problem) => new IisError("PLAN_UNREADABLE", { path: file, problem }));
    throw new AggregateError(errors, `${file}: ${problems.join("; ")}`);
  }
  if (!isSealed("digest", digest)) {
    return refuse(
      "was changed after it was written: its digest does not match",
      "Plan again: iispools plan --out FILE",
    );
  }
  return value;
}

const howToSave = "To save a plan: iispools plan --out FILE";

function connectionFaults(hosts: unknown, { checkConnection }: ReadPlanOptions): readonly Fault[] {
  if (!Array.isArray(hosts)) return [];
  return hosts.flatMap((host: unknown, at) => {
    const connection = isRecord(host) ? host["connection"] : undefined;
    if (!isRecord(connection)) return [];
    return checkConnection(connection).map(({ path, message }) => ({ path: `hosts[${at}].${path}`, message }));
  });
}

/** The document, and a function that verifies its seal; undefined if the text is not JSON or is nested too deeply. */
function parse(text: string, key: string | undefined): { document: Document; isSealed: SealCheck } | undefined {
  try {
    // PowerShell 5 writes a byte order mark before UTF-8.
    const parsed: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
    const document: Document = isRecord(parsed) ? parsed : {};
    const { hosts, files, shard } = document;
    return { document, isSealed: checkSeal({ schema: planSchema, hosts, files, shard }, key) };
  } catch {
    return undefined;
  }
}

/** What the seal covers: plain JSON. */
interface Sealed {
  readonly schema: string;
  readonly hosts: unknown;
  readonly files?: unknown;
  readonly shard?: unknown;
}

/** Proof that a plan file is unchanged. */
interface PlanSeal {
  /** Detects a plan that was edited by mistake; a plan edited on purpose can have a new digest. */
  readonly digest: string;
  /** Detects a plan that was not written with the key. Absent if there was no key. */
  readonly signature?: string;
}

/**
 * The seal of a plan. It covers the content; whitespace, string escapes and the order of keys in the file are ignored.
 */
export function sealPlan({ schema, hosts, files, shard }: Sealed, key: string | undefined): PlanSeal {
  const about = shard === undefined ? [files].filter((one) => one !== undefined) : [files ?? null, shard];
  return sealText(canonicalJson([schema, hosts, ...about]), key);
}

/** Whether a digest or signature is that of the hosts. */
export type SealCheck = (kind: keyof PlanSeal, found: unknown) => boolean;

/** Verifies a seal. Earlier versions sealed the text of the hosts, in the order of their keys, and named no files. */
export function checkSeal(plan: Sealed, key: string | undefined): SealCheck {
  const sealed = sealPlan(plan, key);
  let asTheyStand: PlanSeal | undefined;
  return (kind, found) => {
    if (isSame(found, sealed[kind])) return true;
    if (plan.files !== undefined || plan.shard !== undefined) return false;
    asTheyStand ??= sealText(JSON.stringify([plan.schema, plan.hosts]), key);
    return isSame(found, asTheyStand[kind]);
  };
}

function sealText(content: string, key: string | undefined): PlanSeal {
  return {
    digest: `sha256:${createHash("sha256").update(content).digest("hex")}`,
    ...(key !== undefined && { signature: `hmac-sha256:${createHmac("sha256", key).update(content).digest("hex")}` }),
  };
}

/** Whether two texts are equal. The time does not depend on where they differ. */
function isSame(found: unknown, expected: string | undefined): boolean {
  if (typeof found !== "string" || expected === undefined) return false;
  const [one, other] = [Buffer.from(found), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
