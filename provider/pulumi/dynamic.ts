/**
 * The module that the engine loads: every AppPool in every state calls `require("pulumi-iis/dynamic").appPool`. These
 * names are a permanent contract, and their functions must always be able to read the states of older versions.
 */
import "../require-node";
import type {
  CheckResult,
  ConfigureRequest,
  CreateResult,
  DiffResult,
  ReadResult,
  UpdateResult,
} from "@pulumi/pulumi/dynamic";
import { type Fault, IisError, messageWithCode } from "../errors";
import { formatFault } from "../pool-file/pool-file";
import { isRecord } from "../record";
import { visiblePiece } from "../visible-text";
import { checkFailure } from "./core/check";
import { noteStack } from "./core/owners/read-stack";
import { checkConfig, readConfig, unknownConfigKeys } from "./core/provider-config";
import { type CoreResource, differenceLines, replacedProperties, type Written } from "./core/resource";
import type { Properties } from "./core/resource-inputs";
import { type RunNote, takeRunNote } from "./core/run-note";
import { gateDiffers, passGate } from "./core/rollout/gate";
import { beforeRequests, configureSessions, noteCall } from "./core/sessions";
import { withMarks } from "./core/secret-marks";
import { InvalidRequest, inputsWithSecrets, marksOf, shownMessage } from "./core/secret-properties";
import { appPoolDefaultsResource, appPoolResource } from "./core/settings-resource";
import { prepareSdkServer, withoutCopy } from "./provider-process";

prepareSdkServer();

/** The functions that the engine's dynamic provider server calls, over plain JSON. */
export interface DynamicProvider {
  configure?(request: ConfigureRequest): Promise<void>;
  check(olds: Properties, news: Properties): Promise<CheckResult>;
  diff(id: string, olds: Properties, news: Properties): Promise<DiffResult>;
  create(inputs: Properties): Promise<CreateResult>;
  read(id: string, props: Properties): Promise<ReadResult>;
  update(id: string, olds: Properties, news: Properties): Promise<UpdateResult>;
  delete(id: string, props: Properties): Promise<void>;
}

const providerKey = "__provider";

/** A resource that exists but is incomplete: the engine keeps it and tries again. */
class InitializationFailed extends Error {
  override readonly stack = "";
  readonly reasons: readonly string[];

  constructor(
    error: IisError,
    readonly id: string,
    readonly properties: Properties,
  ) {
    super(shownMessage(error));
    this.reasons = [this.message];
  }
}

function withoutProvider(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => key !== providerKey));
}

/**
 * An error for the engine: shown once, in one message without a stack. All resources of a host may get the same error
 * at once, so it is not changed.
 */
function forPeople(error: unknown): Error {
  if (error instanceof InitializationFailed) return withoutCopy(error);
  return withoutCopy(Object.assign(new Error(shownMessage(error)), { stack: "" }));
}

let isConfigured = false;
let configFaults: readonly Fault[] = [];

/** Every call fails while the config has faults: the engine's server calls {@link configureOnce} only once for a type. */
async function withShownErrors<T>(work: () => Promise<T>): Promise<T> {
  noteCall();
  try {
    if (configFaults.length > 0) throw new InvalidRequest(configFaults.map(formatFault).join("\n"));
    return await work();
  } catch (error) {
    throw forPeople(error);
  }
}

/** The same for a call after which the engine may change the resource. */
function beforeChange<T>(work: () => Promise<T>): Promise<T> {
  return withShownErrors(() => beforeRequests(work));
}

const printedLines = new Set<string>();

/**
 * A refresh requests the same diff twice in one process. The engine shows everything that is printed to standard
 * output. @param about the properties of the resource: equal lines of two servers are two
 */
function logOnce(line: string, about: Properties): void {
  const { name, connection } = about;
  const key = JSON.stringify([line, name, connection]);
  if (printedLines.has(key)) return;
  printedLines.add(key);
  process.stdout.write(visiblePiece(`${line}\n`));
}

function logWarnings(warnings: readonly string[], about: Properties): void {
  for (const warning of warnings) logOnce(`warning: ${warning}`, about);
}

/** The engine does not preview creations of a dynamic provider, so the check reports what such a preview would. */
async function declared(
  resource: CoreResource,
  inputs: Properties,
  { resource: identity, stack, isPreview }: RunNote,
  olds: Properties,
): Promise<readonly Fault[]> {
  noteStack(stack);
  const faults = resource.declare?.(inputs, identity) ?? [];
  if (faults.length > 0 || !isPreview || Object.keys(olds).length > 0) return faults;
  try {
    logWarnings((await resource.checkPreview?.(inputs, { resource: identity, canWait: false })) ?? [], inputs);
    return [];
  } catch (error) {
    if (!(error instanceof IisError)) throw error;
    return [{ path: "", message: messageWithCode(error) }];
  }
}

/** The SDK's type of the config only reads a key by its name; its class has all of them in these fields. */
function unknownKeys(config: ConfigureRequest["config"]): string[] {
  const { rawConfig, projectName } = config as { readonly rawConfig?: unknown; readonly projectName?: unknown };
  return isRecord(rawConfig) ? unknownConfigKeys(Object.keys(rawConfig), String(projectName)) : [];
}

/** Once for the process: the engine's server calls it for each type of resource, also after others have sessions. */
function configureOnce({ config }: ConfigureRequest): Promise<void> {
  if (isConfigured) return Promise.resolve();
  isConfigured = true;
  const names = ["readOnly", "backup", ...unknownKeys(config)];
  const given = Object.fromEntries(names.map((name) => [name, config.get(`iis:${name}`)]));
  configFaults = checkConfig(given).faults;
  if (configFaults.length === 0)
    configureSessions(readConfig(given), (notice) => {
      logOnce(notice, {});
    });
  return Promise.resolve();
}

/**
 * The core's results in the format of the engine's server: it passes on no paths, and the state contains `__provider`.
 */
function dynamicProvider(resource: CoreResource): DynamicProvider {
  const finish = (written: Written, id: string, inputs: Properties): Properties => {
    const { outs, warnings, error } = written;
    if (error !== undefined) {
      const properties = { ...inputsWithSecrets(outs), [providerKey]: inputs[providerKey] };
      throw new InitializationFailed(error, id, properties);
    }
    logWarnings(warnings, inputs);
    return inputsWithSecrets(outs);
  };
  return {
    configure: configureOnce,
    check: (olds, news) =>
      beforeChange(async () => {
        const { properties: given, note } = takeRunNote(withoutProvider(news));
        const properties = withMarks(given, marksOf(given));
        const { inputs, faults } = resource.check(properties);
        const more = faults.length > 0 || note === undefined ? [] : await declared(resource, inputs, note, olds);
        const failures = [...faults, ...more].map(checkFailure);
        if (failures.length === 0) resource.expect?.(inputs, Object.keys(olds).length > 0);
        return { inputs: inputsWithSecrets(inputs), failures };
      }),
    diff: (id, olds, news) =>
      beforeChange(async () => {
        const diff = await resource.diff(id, withoutProvider(olds), withoutProvider(news));
        for (const line of differenceLines(id, diff)) logOnce(line, news);
        logWarnings(diff.warnings ?? [], news);
        return { changes: diff.changes, replaces: replacedProperties(diff), deleteBeforeReplace: true };
      }),
    create: (inputs) =>
      withShownErrors(async () => {
        const created = await resource.create(withoutProvider(inputs));
        return { id: created.id, outs: finish(created, created.id, inputs) };
      }),
    read: (id, props) =>
      withShownErrors(async () => {
        const read = await resource.read(id, withoutProvider(props));
        return {
          ...{ id: read.id, props: inputsWithSecrets(read.props) },
          ...(read.inputs && { inputs: inputsWithSecrets(read.inputs) }),
        };
      }),
    update: (id, olds, news) =>
      withShownErrors(async () => {
        const written = await resource.update(id, withoutProvider(olds), withoutProvider(news));
        return { outs: finish(written, id, news) };
      }),
    delete: (id, props) =>
      withShownErrors(async () => {
        for (const notice of await resource.delete(id, withoutProvider(props))) logOnce(notice, props);
      }),
  };
}

/** The provider of {@link AppPool}. */
export const appPool: DynamicProvider = dynamicProvider(appPoolResource);

/** The provider of {@link AppPoolDefaults}. */
export const appPoolDefaults: DynamicProvider = dynamicProvider(appPoolDefaultsResource);

/** The provider of {@link RolloutGate}: a gate does not exist on any host; it is only a check. */
export const rolloutGate: DynamicProvider = {
  check: (_olds, news) => Promise.resolve({ inputs: inputsWithSecrets(news), failures: [] }),
  diff: (_id, olds, news) => Promise.resolve({ changes: gateDiffers(olds, news) }),
  create: (inputs) =>
    withShownErrors(async () => {
      for (const line of await passGate(inputs)) logOnce(line, inputs);
      return { id: String(inputs["wave"]), outs: inputsWithSecrets(inputs) };
    }),
  read: (id, props) => Promise.resolve({ id, props: inputsWithSecrets(props) }),
  update: (_id, olds, news) =>
    withShownErrors(async () => {
      for (const line of await passGate(news, olds)) logOnce(line, news);
      return { outs: inputsWithSecrets(news) };
    }),
  delete: () => Promise.resolve(),
};
