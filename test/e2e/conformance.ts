/** Checks the engine's log of a provider's calls against what the engine's protocol asks of a provider. */
import { isDeepStrictEqual } from "node:util";
import {
  clearTexts,
  isObject,
  type Json,
  leaves,
  type ProviderCall,
  providerCalls,
  signature,
  withoutMarks,
} from "./conformance/provider-log";
import { isInputPath, type PropertySchema } from "./conformance/schema-paths";

/** One run of the CLI. */
export interface LoggedRun {
  readonly log: readonly unknown[];
  /** Whether it was a preview, which may hold unknown values and must not write. */
  readonly isPreview?: boolean;
  /** Whether the host is not as declared before: somebody else changed it, or the run before failed half-way. */
  readonly isDrifted?: boolean;
  /** How often appcmd wrote. */
  readonly commits: number;
}

/** What is known of the runs besides the log. */
export interface Known {
  readonly schema: PropertySchema;
  /** The host's name, with which ids begin. */
  readonly host: string;
  /** Texts that must not be seen in clear in an answer. */
  readonly secrets: readonly string[];
}

/** One call within its run. */
interface Seen extends ProviderCall {
  readonly run: LoggedRun;
}

type Rule = (call: Seen, known: Known) => readonly string[];

/** Every breach, in the order of the calls; none is what a provider has to have. */
export function breachesOf(runs: readonly LoggedRun[], known: Known): string[] {
  const calls = runs.flatMap((run): Seen[] => providerCalls(run.log).map((call) => ({ ...call, run })));
  const single = calls.flatMap((call) =>
    rules.flatMap((rule) => rule(call, known).map((breach) => `${nameOf(call)}: ${breach}`)),
  );
  const written = runs.filter(({ isPreview, commits }) => isPreview === true && commits > 0);
  return [...single, ...ownership(calls, known), ...written.map(() => "a preview: wrote")];
}

function nameOf({ method, request }: ProviderCall): string {
  const urn = textAt(request, "urn");
  return urn === "" ? method : `${method} ${urn.slice(urn.lastIndexOf("::") + 2)}`;
}

function textAt(object: Json | undefined, key: string): string {
  const value = object?.[key];
  return typeof value === "string" ? value : "";
}

function groupAt(object: Json | undefined, key: string): Json {
  const value = object?.[key];
  return isObject(value) ? value : {};
}

/** The name that the pool of a call has on its host, `applicationPoolDefaults` for what has none. */
function targetOf(request: Json): string {
  const [properties, news] = [groupAt(request, "properties"), groupAt(request, "news")];
  const id = textAt(request, "id");
  const own = textAt(properties, "name") || textAt(properties, "pool") || textAt(news, "name") || textAt(news, "pool");
  if (own !== "") return own;
  return id === "" ? "applicationPoolDefaults" : id.slice(id.lastIndexOf("/") + 1);
}

const isResource = ({ request }: ProviderCall): boolean => textAt(request, "urn").includes("::iis:index:");

const everyCallIsAnswered: Rule = ({ response, error }) =>
  response === undefined && error === undefined ? ["was never answered"] : [];

/** A check answers the names that it was given, and at most the name that follows from the resource's. */
const checkedInputsAreThoseGiven: Rule = (call) => {
  const { method, request, response } = call;
  const isFailed = Array.isArray(response?.["failures"]);
  if ((method !== "Check" && method !== "CheckConfig") || response === undefined || isFailed) return [];
  const given = new Set(leaves(groupAt(request, "news")).keys());
  const answered = new Set(leaves(groupAt(response, "inputs")).keys());
  if (isResource(call) && textAt(request, "type") === "iis:index:AppPool") given.add("name");
  return [
    ...[...answered].filter((path) => !given.has(path)).map((path) => `answers ${path}, which it was not given`),
    ...[...given].filter((path) => !answered.has(path)).map((path) => `does not answer ${path}`),
  ];
};

/** Inputs that a check has answered are canonical: what is read from the host has the same form. */
const readInputsAreThoseOfTheState: Rule = ({ method, request, response, run }) => {
  const known = withoutMarks(groupAt(request, "properties")) as Json;
  if (method !== "Read" || run.isDrifted === true || Object.keys(known).length === 0 || response === undefined)
    return [];
  if (textAt(response, "id") === "") return ["does not find what is there"];
  return [
    ...(isDeepStrictEqual(withoutMarks(response["properties"]), known) ? [] : ["answers other properties"]),
    ...(isDeepStrictEqual(withoutMarks(response["inputs"]), withoutMarks(groupAt(request, "inputs")))
      ? []
      : ["answers other inputs"]),
  ];
};

const idsAreHostAndName: Rule = ({ method, request, response }, { host }) => {
  const id = textAt(response, "id");
  if (id === "") return method === "Create" && response !== undefined && request["preview"] !== true ? ["no id"] : [];
  if (method !== "Create" && method !== "Read") return [];
  const properties = groupAt(response, "properties");
  const name = textAt(properties, "name") || textAt(properties, "pool") || "applicationPoolDefaults";
  const isImport = !isObject(request["properties"]);
  const isOther = method === "Read" && !isImport && textAt(request, "id") !== id;
  const wanted = `${host}/${name}`;
  return [
    ...(id === wanted ? [] : [`its id is ${id}, not ${wanted}`]),
    ...(isOther ? [`its id was ${textAt(request, "id")}`] : []),
  ];
};

const outputsHoldAllInputs: Rule = ({ method, request, response }) => {
  if ((method !== "Create" && method !== "Update") || response === undefined) return [];
  const inputs = leaves(groupAt(request, method === "Create" ? "properties" : "news"));
  const outputs = leaves(groupAt(response, "properties"));
  return [...inputs]
    .filter(([path, value]) => !isDeepStrictEqual(outputs.get(path), value))
    .map(([path]) => `its outputs do not have the input ${path}`);
};

const nothingIsUnknown: Rule = ({ request, response, run }) =>
  run.isPreview === true || request["preview"] === true || !clearTexts(response).includes(signature.unknown)
    ? []
    : ["answers a value that is not known yet"];

const noSecretIsClear: Rule = ({ response, error }, { secrets }) => {
  const texts = clearTexts([response, error]);
  return secrets.some((secret) => texts.some((text) => text.includes(secret))) ? ["tells a secret"] : [];
};

const unchangedIsNoDifference: Rule = (call) => {
  const { method, request, response, run } = call;
  if (method !== "Diff" || response === undefined || run.isDrifted === true) return [];
  const isSame = isDeepStrictEqual(groupAt(request, "news"), groupAt(request, "oldInputs"));
  const details = groupAt(response, "detailedDiff");
  const isNone =
    response["changes"] === "DIFF_NONE" && Object.keys(details).length === 0 && response["replaces"] === undefined;
  return isSame && !isNone ? ["finds differences where nothing has changed"] : [];
};

const differencesAreDetailed: Rule = (call, { schema }) => {
  const { method, request, response } = call;
  if (method !== "Diff" || response === undefined) return [];
  const paths = Object.keys(groupAt(response, "detailedDiff"));
  const isVague = clearTexts(request["news"]).includes(signature.unknown);
  const type = textAt(request, "type");
  return [
    ...(response["changes"] === "DIFF_UNKNOWN" || response["changes"] === undefined ? ["does not say whether"] : []),
    ...(response["changes"] === "DIFF_SOME" && paths.length === 0 && !isVague ? ["names no property"] : []),
    ...((response["hasDetailedDiff"] === true) === paths.length > 0 ? [] : ["has details and denies it"]),
    ...paths.filter((path) => !isInputPath(schema, type, path)).map((path) => `${path} is no path of an input`),
  ];
};

/** What fails names its host, and its pool where it is about one: a look is at the whole host. */
const failuresStandAlone: Rule = (call, { host }) => {
  const { method, request, response, error } = call;
  const failures = response?.["failures"];
  const vague = (Array.isArray(failures) ? (failures as Json[]) : [])
    .filter((failure) => !/^\S+: \S/.test(textAt(failure, "reason")))
    .map((failure) => `its failure names no property: ${textAt(failure, "reason")}`);
  if (error === undefined || !isResource(call)) return vague;
  const isLook = method === "Diff" || method === "Read" || error.includes("(appcmd list ");
  const missing = [host, ...(isLook ? [] : [targetOf(request)])].filter((name) => !error.includes(name));
  return [
    ...vague,
    ...missing.map((name) => `its error does not name ${name}: ${error}`),
    ...(method === "Check" ? ["fails"] : []),
  ];
};

const previewsAskForNoWrite: Rule = ({ method, request, run }) =>
  run.isPreview === true &&
  (method === "Delete" || ((method === "Create" || method === "Update") && request["preview"] !== true))
    ? ["is asked in a preview"]
    : [];

const rules: readonly Rule[] = [
  everyCallIsAnswered,
  checkedInputsAreThoseGiven,
  readInputsAreThoseOfTheState,
  idsAreHostAndName,
  outputsHoldAllInputs,
  nothingIsUnknown,
  noSecretIsClear,
  unchangedIsNoDifference,
  differencesAreDetailed,
  failuresStandAlone,
  previewsAskForNoWrite,
];

/** What is updated or deleted was created, or read, with that id, and is not gone. */
function ownership(calls: readonly Seen[], { host }: Known): string[] {
  const owned = new Set<string>();
  return calls.filter(isResource).flatMap((call) => {
    const { method, request, response, error } = call;
    const key = (id: string): string => `${textAt(request, "urn")} ${id}`;
    const asked = key(textAt(request, "id"));
    if ((method === "Create" && response !== undefined && request["preview"] !== true) || method === "Read") {
      if (textAt(response, "id") !== "") owned.add(key(textAt(response, "id")));
      return [];
    }
    // One that failed half-way is the engine's from then on; the log does not tell the id.
    if (method === "Create" && error !== undefined) {
      owned.add(key(`${host}/${targetOf(request)}`));
      return [];
    }
    if (method !== "Update" && method !== "Delete") return [];
    const breach = owned.has(asked)
      ? []
      : [`${nameOf(call)}: nothing with the id ${textAt(request, "id")} was created`];
    if (method === "Delete" && error === undefined) owned.delete(asked);
    return breach;
  });
}
