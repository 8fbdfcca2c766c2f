import { breachesOf, type Known, type LoggedRun } from "./conformance";
import { signature } from "./conformance/provider-log";
import { parsePropertyPath, readPropertySchema } from "./conformance/schema-paths";

type Json = Record<string, unknown>;

const type = "iis:index:AppPool";
const urn = `urn:pulumi:test::e2e::${type}::shop`;
const secret = { [signature.key]: signature.secret, value: "canary" };
const processModel = { identityType: "SpecificUser", userName: "u", password: "canary" };
const inputs = { name: "shop", queueLength: 2000, processModel };
const marked = { ...inputs, processModel: { ...processModel, password: secret } };
const id = "web-01/shop";

/** The log of a call: its beginning and its end. */
function call(method: string, request: Json, response: Json): Json[] {
  const entry = {
    method: `/pulumirpc.ResourceProvider/${method}`,
    metadata: { kind: "resource", name: "iis" },
    request: { urn, type, ...request },
  };
  return [
    { ...entry, progress: "request_started" },
    { ...entry, progress: "response_completed", response },
  ];
}

/** A log in which all is well: a pool is created, previewed, refreshed, and deleted. */
function goodLogs(): Json[][] {
  const olds = { ...inputs, host: "web-01" };
  const properties = { ...marked, host: "web-01" };
  const checked = call("Check", { news: { queueLength: 2000, processModel } }, { inputs: marked });
  const same = { changes: "DIFF_NONE", deleteBeforeReplace: true };
  return [
    [...checked, ...call("Create", { properties: inputs }, { id, properties })],
    [
      ...call("Diff", { id, olds, oldInputs: inputs, news: inputs }, same),
      ...call(
        "Diff",
        { id, olds, oldInputs: inputs, news: { ...inputs, queueLength: 3000 } },
        { changes: "DIFF_SOME", detailedDiff: { queueLength: { kind: "UPDATE" } }, hasDetailedDiff: true },
      ),
      ...call(
        "Update",
        { id, olds, news: inputs, preview: true },
        { properties: { ...properties, host: signature.unknown } },
      ),
    ],
    [
      ...call("Read", { id, properties: olds, inputs }, { id, properties, inputs: marked }),
      ...call("Delete", { id, properties: olds, oldInputs: inputs }, {}),
    ],
  ];
}

const known: Known = {
  schema: readPropertySchema(),
  host: "web-01",
  secrets: ["canary"],
};

/** The good log with what `change` does to the entry that ends the first call of this method. */
function doctored(method: string, change: (entry: Json) => void, commits = 0): readonly LoggedRun[] {
  const logs = goodLogs();
  const entry = logs.flat().find((one) => String(one["method"]).endsWith(`/${method}`) && "response" in one);
  change(entry!);
  return logs.map((log, index) => ({ log, isPreview: index === 1, commits: index === 1 ? commits : 1 }));
}

/** Merges into the answer. */
const answering =
  (change: Json) =>
  (entry: Json): void => {
    entry["response"] = { ...(entry["response"] as Json), ...change };
  };

/** Merges into what was asked, at the beginning of the call, too. */
const failing =
  (error: string) =>
  (entry: Json): void => {
    delete entry["response"];
    entry["errors"] = [error];
  };

describe("the checker of the engine's log", () => {
  it("finds nothing where all is well", () => {
    expect(
      breachesOf(
        doctored("Create", () => undefined),
        known,
      ),
    ).toEqual([]);
  });

  test.each<readonly [string, readonly LoggedRun[], string]>([
    [
      "a call that nothing answered",
      doctored("Diff", (entry) => delete entry["response"]),
      "Diff shop: was never answered",
    ],
    [
      "an output among checked inputs",
      doctored("Check", answering({ inputs: { ...marked, host: "web-01" } })),
      "answers host, which it was not given",
    ],
    [
      "a checked input that got lost",
      doctored("Check", answering({ inputs: { name: "shop", queueLength: 2000 } })),
      "does not answer processModel/password",
    ],
    [
      "a read that finds other values",
      doctored("Read", answering({ properties: { ...marked, queueLength: 1 } })),
      "Read shop: answers other properties",
    ],
    [
      "a read that finds other inputs",
      doctored("Read", answering({ inputs: { ...marked, queueLength: 1 } })),
      "Read shop: answers other inputs",
    ],
    ["a read that finds nothing", doctored("Read", (entry) => (entry["response"] = {})), "does not find what is there"],
    ["an id of another form", doctored("Create", answering({ id: "shop" })), "its id is shop, not web-01/shop"],
    ["a creation without an id", doctored("Create", answering({ id: undefined })), "Create shop: no id"],
    ["an id that changes", doctored("Read", answering({ id: "web-01/Shop" })), "its id was web-01/shop"],
    [
      "an output that is no input's",
      doctored("Create", answering({ properties: { ...marked, queueLength: 1, host: "web-01" } })),
      "its outputs do not have the input queueLength",
    ],
    [
      "an unknown value outside of a preview",
      doctored("Create", answering({ properties: { ...marked, host: signature.unknown } })),
      "answers a value that is not known yet",
    ],
    [
      "a secret in clear",
      doctored("Create", answering({ properties: { ...inputs, host: "web-01" } })),
      "Create shop: tells a secret",
    ],
    [
      "a secret in an error",
      doctored("Delete", failing("web-01: pool shop: canary is wrong")),
      "Delete shop: tells a secret",
    ],
    [
      "a difference where nothing changed",
      doctored("Diff", answering({ detailedDiff: { name: {} }, hasDetailedDiff: true })),
      "finds differences where nothing has changed",
    ],
    [
      "a replacement where nothing changed",
      doctored("Diff", answering({ replaces: ["name"] })),
      "finds differences where nothing has changed",
    ],
    [
      "a diff that does not say whether",
      doctored("Diff", answering({ changes: "DIFF_UNKNOWN" })),
      "does not say whether",
    ],
    ["a difference without a property", doctored("Diff", answering({ changes: "DIFF_SOME" })), "names no property"],
    [
      "details that are denied",
      doctored("Diff", answering({ changes: "DIFF_SOME", detailedDiff: { name: {} } })),
      "has details and denies it",
    ],
    [
      "a path that cannot be parsed",
      doctored("Diff", answering({ detailedDiff: { "a[b": {} }, hasDetailedDiff: true })),
      "a[b is no path of an input",
    ],
    [
      "a path that the schema does not have",
      doctored("Diff", answering({ detailedDiff: { "processModel.x": {} }, hasDetailedDiff: true })),
      "processModel.x is no path of an input",
    ],
    [
      "a path of an output",
      doctored("Diff", answering({ detailedDiff: { host: {} }, hasDetailedDiff: true })),
      "host is no path of an input",
    ],
    ["an error that names no host", doctored("Delete", failing("pool shop: in use")), "its error does not name web-01"],
    ["an error that names no pool", doctored("Delete", failing("web-01: in use")), "its error does not name shop"],
    [
      "a failed check without a property",
      doctored("Check", answering({ failures: [{ reason: "is wrong" }] })),
      "its failure names no property",
    ],
    [
      "a check that fails instead of answering",
      doctored("Check", failing("web-01: shop: applicationPoolDefaults")),
      "Check shop: fails",
    ],
    [
      "a deletion in a preview",
      doctored("Diff", (entry) => (entry["method"] = "/pulumirpc.ResourceProvider/Delete")),
      "is asked in a preview",
    ],
    ["a preview that writes", doctored("Create", () => undefined, 1), "a preview: wrote"],
    [
      "a deletion of what nobody created",
      doctored("Create", (entry) => (entry["method"] = "/pulumirpc.ResourceProvider/Invoke")),
      "nothing with the id web-01/shop was created",
    ],
  ])("finds %s", (_what, runs, breach) => {
    expect(breachesOf(runs, known).join("\n")).toContain(breach);
  });

  test.each<readonly [string, readonly (string | number)[] | undefined]>([
    ["recycling.periodicRestart.schedule[1]", ["recycling", "periodicRestart", "schedule", 1]],
    ['environmentVariables["a.b"].c', ["environmentVariables", "a.b", "c"]],
    ['["a\\"b"]', ['a"b']],
    ["", undefined],
    ["a..b", undefined],
    ["a b", undefined],
    ["a[x]", undefined],
  ])("reads a property path as the engine does: %s", (path, steps) => {
    expect(parsePropertyPath(path)).toEqual(steps);
  });
});
