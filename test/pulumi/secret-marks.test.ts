import { IisError } from "../../provider/errors";
import { checkResource } from "../../provider/pulumi/core/check";
import { checkConfig, readConfig } from "../../provider/pulumi/core/provider-config";
import { hideMarkedTexts } from "../../provider/pulumi/core/hide-marked-texts";
import type { CoreResource } from "../../provider/pulumi/core/resource";
import { desiredResource } from "../../provider/pulumi/core/desired-resource";

import { takeMarks } from "../../provider/pulumi/core/secret-marks";
import { inputsWithSecrets, outputsWithSecrets } from "../../provider/pulumi/core/secret-properties";
import { unknownValue } from "../../provider/pulumi/core/unknowns";
import { describeChange } from "../../provider/plan/change/change";
import { diffDesired } from "../../provider/plan/change/diff";
import { planChanges } from "../../provider/plan/commands/plan-changes";

const secret = (value: unknown): object => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("the marks of the engine", () => {
  it("are paths beside plain values, without those of values that are secrets anyway", () => {
    const given = {
      name: "Shop",
      failure: { orphanActionParams: secret("a") },
      recycling: secret({ logEventOnRecycle: ["Time"] }),
      environmentVariables: { A: secret("b") },
      processModel: { password: secret("c") },
      connection: { host: "web-01", password: secret("d"), user: secret("e") },
      triggers: [1, secret("f")],
      cpu: { limit: secret(unknownValue) },
    };
    const taken = takeMarks(given);
    expect(taken).toEqual({
      name: "Shop",
      failure: { orphanActionParams: "a" },
      recycling: { logEventOnRecycle: ["Time"] },
      environmentVariables: { A: "b" },
      processModel: { password: "c" },
      connection: { host: "web-01", password: "d", user: "e" },
      triggers: [1, "f"],
      cpu: { limit: unknownValue },
      __secrets: ["connection.user", "cpu.limit", "failure.orphanActionParams", "recycling", "triggers"],
    });
    expect(inputsWithSecrets(taken)).toEqual({
      ...given,
      triggers: secret([1, "f"]),
      cpu: { limit: unknownValue },
      __secrets: taken["__secrets"],
    });
    expect(outputsWithSecrets(taken)).toMatchObject({ failure: secret({ orphanActionParams: "a" }), name: "Shop" });
  });

  it("hide environment variables that the program shows otherwise", () => {
    const given = { showEnvironment: true, environmentVariables: { A: secret("a"), B: "b" } };
    expect(inputsWithSecrets(takeMarks(given))).toMatchObject(given);
  });
});

describe("a fault of a marked value", () => {
  const faultsOf = (inputs: Record<string, unknown>, ...marks: string[]): string[] =>
    checkResource("pool", { name: "Shop", ...inputs, __secrets: marks }).faults.map(
      ({ path, message }) => `${path}: ${message}`,
    );

  it("shows nothing of it", () => {
    expect(faultsOf({ queueLength: 99999, processModel: { maxProcesses: "seven" } }, "queueLength")).toEqual([
      "queueLength: has a value that is not allowed, which is a secret and not shown. iispools explain queueLength shows what is allowed",
      expect.stringContaining('got "seven"'),
    ]);
    expect(faultsOf({ recycling: { periodicRestart: { schedule: ["canary"] } } }, "recycling").join()).not.toMatch(
      /canary/,
    );
    expect(faultsOf({ connection: { host: "web-01", port: 99999 } }, "connection").join()).not.toMatch(/99999/);
  });

  it("that decides a fault of another one is not shown there", () => {
    const model = { identityType: "SpecificUser" };
    expect(faultsOf({ processModel: model }).join()).toContain("SpecificUser");
    expect(faultsOf({ processModel: model }, "processModel.identityType")).toEqual([
      "processModel.userName: conflicts with another value of the pool that is a secret and not shown",
    ]);
    const instances = { multiInstance: false, processModel: { maxProcesses: 4 } };
    expect(faultsOf(instances, "queueLength").join()).toContain("contradicts multiInstance: false");
    expect(faultsOf(instances, "multiInstance").join()).not.toContain("false");
  });

  it("is one of the ID in any case", () => {
    const connection = { configFile: "a.config" };
    const refused =
      "must not be a secret, because it is part of the resource's ID, which is never encrypted. Pass plain text";
    expect(faultsOf({ connection }, "name", "connection.configFile")).toEqual([
      `name: ${refused}`,
      `connection.configFile: ${refused}`,
    ]);
    expect(faultsOf({ connection }, "connection")).toEqual([]);
  });

  it("of the provider's configuration shows nothing of it either", () => {
    const { faults } = checkConfig({ host: "web-01", port: secret(99999) });
    expect(faults.map(({ path }) => path)).toEqual(["iis:port"]);
    expect(JSON.stringify(faults)).not.toContain("99999");
    expect(readConfig({ host: "web-01", user: secret("canary") }).marks).toEqual(["connection.user"]);
  });
});

it("hides both sides of a change, its commands and what they imply", () => {
  const marks = ["failure.orphanActionParams", "recycling", "state", "multiInstance"];
  const desired = desiredResource("pool", {
    name: "Shop",
    state: "Stopped",
    multiInstance: false,
    queueLength: 20,
    failure: { orphanActionParams: "canary" },
    recycling: { periodicRestart: { schedule: ["03:21:00"] } },
    __secrets: marks,
  });
  const settings = Object.entries(desired.settings);
  const change = {
    kind: "update",
    target: { pool: "Shop" },
    settings: settings.map(([path, to]) => ({ path, from: to, to })),
    state: { from: "Started", to: "Stopped" },
  } as const;
  expect(describeChange(change).join()).toMatch(/canary.*Stopped/s);
  const live = {
    pools: new Map([["shop", { name: "Shop", state: "Started", settings: {} } as const]]),
  };
  const hidden = diffDesired(desired, live)!;
  const [queue, ...others] = describeChange(hidden);
  expect(queue).toBe("queueLength 20");
  expect(others).not.toEqual([]);
  expect(others.every((line) => line.endsWith(" [secret]"))).toBe(true);
  const operations = planChanges([hidden]);
  const texts = operations.flatMap(({ comment, arguments: list }) => [comment, ...list.map(({ shown }) => shown)]);
  expect(texts.join("\n")).not.toMatch(/canary|03:21|true|:1$/m);
  const sent = operations.flatMap(({ arguments: list }) => list.map(({ text }) => text)).join("\n");
  expect(sent).toMatch(/03:21.*canary/s);
});

it("hides marked texts in whatever a resource returns or throws", async () => {
  const told = "user canary-user of web-01";
  const error = (): IisError => new IisError("AUTH_FAILED", { host: "web-01", problem: told, hint: told });
  const inner = {
    check: (news) => ({ inputs: news, faults: [{ path: "connection", message: told }] }),
    diff: () => Promise.resolve({ changes: true, properties: [], differences: [told], warnings: [told] }),
    preview: (inputs) => inputs,
    checkPreview: () => Promise.resolve([told]),
    create: () => Promise.resolve({ id: "", outs: {}, warnings: [told], error: error() }),
    read: () => Promise.resolve({ id: "", props: {}, warnings: [told] }),
    update: () => Promise.reject(error()),
    delete: () => Promise.resolve([told]),
  } satisfies CoreResource;
  const resource = hideMarkedTexts(inner);
  const props = { connection: { host: "web-01", user: "canary-user" }, __secrets: ["connection"] };
  const { warnings, error: partial } = await resource.create(props);
  const diff = await resource.diff("", {}, props);
  const texts = [
    ...resource.check(props).faults.map(({ message }) => message),
    ...[...diff.differences, ...diff.warnings!, ...warnings, partial!.problem, partial!.hint],
    ...(await resource.checkPreview!(props, { resource: { id: "", name: "" }, canWait: false })),
    ...(await resource.read("", props)).warnings!,
    await resource.update("", props, {}).catch((thrown: unknown) => (thrown as IisError).hint),
    ...(await resource.delete("", props)),
  ];
  expect(texts).toEqual(Array(10).fill("user [secret] of web-01"));
});
