/**
 * The provider plugin: handles the engine's gRPC calls with the core. It reports the name of each property, its kind of
 * change and its failure in full; the dynamic provider's server passes on less.
 */
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { formatFault } from "../../pool-file/pool-file";
import { ownValue } from "../../record";
import { unknownName } from "../../unknown-name";
import { packageVersion } from "../../package-root";
import { functions } from "../core/functions";
import { noteStack, type StackName } from "../core/owners/read-stack";
import { checkConfig, configured, diffConfig, readConfig, withConnection } from "../core/provider-config";
import { recycleAppPool } from "../core/recycle/resource";
import { type CoreResource, differenceLines, type Written } from "../core/resource";
import { beforeRequests, cancelSessions, configureSessions, noteCall } from "../core/sessions";
import type { Properties } from "../core/resource-inputs";
import { InvalidRequest, showsEnvironment } from "../core/secret-properties";
import { appPoolDefaultsResource, appPoolResource } from "../core/settings-resource";
import { readOnlyFaults } from "../../input/read-only";
import {
  checkResponse,
  diffResponse,
  failureOf,
  type Handler,
  InitializationFailed,
  inputStruct,
  markedOf,
  type Log,
  outputStruct,
  propertiesOf,
  unary,
} from "./server";

const resources: Readonly<Record<string, CoreResource>> = {
  "iis:index:AppPool": appPoolResource,
  "iis:index:AppPoolDefaults": appPoolDefaultsResource,
  "iis:index:RecycleAppPool": recycleAppPool,
};

/** The parts of `urn:pulumi:<stack>::<project>::<parents>$<type>::<name>`. */
function partsOf(urn: string): { type: string; name: string; stack: StackName } {
  const [root = "", project = "", types = "", ...name] = urn.split("::");
  return {
    type: types.slice(types.lastIndexOf("$") + 1),
    name: name.join("::"),
    stack: { name: root.slice(root.lastIndexOf(":") + 1), urnPrefix: `${root}::${project}::` },
  };
}

/** The outputs before a change. A group that holds a secret is one as a whole there; in the inputs only the secret is. */
function oldProperties(request: rpc.DiffRequest | rpc.UpdateRequest): Properties {
  return propertiesOf(request.getOlds(), request.getOldInputs());
}

/** A call after which the engine may change the resource. */
function beforeChange<Request, Response>(work: (request: Request) => Promise<Response>): Handler<Request, Response> {
  return unary((request) => beforeRequests(() => work(request)));
}

/** Logs a line of a resource once: in one run the engine requests the same diff several times. */
function once(log: Log): Log {
  const reported = new Set<string>();
  return async (severity, urn, message) => {
    const key = `${urn} ${message}`;
    if (reported.has(key)) return;
    reported.add(key);
    await log(severity, urn, message);
  };
}

/** The handlers of the engine's calls. @param log reports messages about a resource */
export function pluginHandlers(logEach: Log): Partial<IResourceProviderServer> {
  const log = once(logEach);
  let config = readConfig({});

  const resourceOf = (urn: string): CoreResource => {
    noteCall();
    const { type, stack } = partsOf(urn);
    noteStack(stack);
    const resource = ownValue(resources, type);
    if (resource === undefined) throw new InvalidRequest(unknownName("resource type", type, Object.keys(resources)));
    return configured(resource, config);
  };
  const finish = async (urn: string, id: string, { outs, warnings, error }: Written): Promise<Written["outs"]> => {
    if (error !== undefined) throw new InitializationFailed(id, { outs, error });
    for (const warning of warnings) await log("warning", urn, warning);
    return outs;
  };

  const answered = <T extends { setRefreshBeforeUpdate(value: boolean): T }>(response: T): T =>
    response.setRefreshBeforeUpdate(config.refreshBeforeUpdate);

  return {
    handshake: unary(() => Promise.resolve(new rpc.ProviderHandshakeResponse().setAcceptSecrets(true))),
    getPluginInfo: unary(() => Promise.resolve(new PluginInfo().setVersion(packageVersion()))),
    getSchema: unary(() => {
      const { packageSchema } =
        require("../package-schema/package-schema") as typeof import("../package-schema/package-schema");
      return Promise.resolve(new rpc.GetSchemaResponse().setSchema(JSON.stringify(packageSchema(packageVersion()))));
    }),
    checkConfig: unary((request) => Promise.resolve(checkResponse(checkConfig(markedOf(request.getNews()))))),
    diffConfig: unary((request) =>
      Promise.resolve(diffResponse(diffConfig(markedOf(request.getOldInputs()), markedOf(request.getNews())))),
    ),
    configure: unary((request) => {
      // A destroy and a refresh configure the provider without a check.
      const faults = readOnlyFaults(process.env);
      if (faults.length > 0) return Promise.reject(new InvalidRequest(faults.map(formatFault).join("\n")));
      config = readConfig(markedOf(request.getArgs()));
      configureSessions(config, (notice) => void log("info", "", notice));
      return Promise.resolve(new rpc.ConfigureResponse().setSupportspreview(true).setAcceptsecrets(true));
    }),
    check: beforeChange((request) => {
      const urn = request.getUrn();
      const resource = resourceOf(urn);
      const { name } = partsOf(urn);
      const { inputs, faults: own } = resource.check(propertiesOf(request.getNews()), name);
      const faults = own.length > 0 ? own : (resource.declare?.(inputs, { id: urn, name }) ?? []);
      const checked = { inputs, faults };
      const isInState = (request.getOlds()?.getFieldsMap().getLength() ?? 0) > 0;
      if (checked.faults.length === 0) resource.expect?.(checked.inputs, isInState);
      return Promise.resolve(checkResponse(checked));
    }),
    diff: beforeChange(async (request) => {
      const urn = request.getUrn();
      const [olds, news] = [oldProperties(request), propertiesOf(request.getNews())];
      const diff = await resourceOf(urn).diff(request.getId(), olds, news, {
        ignored: request.getIgnorechangesList(),
        urn,
      });
      for (const line of differenceLines(request.getId(), diff)) await log("info", urn, line);
      for (const warning of diff.warnings ?? []) await log("warning", urn, warning);
      return diffResponse(diff);
    }),
    create: unary(async (request) => {
      const [urn, inputs] = [request.getUrn(), propertiesOf(request.getProperties())];
      const resource = resourceOf(urn);
      if (request.getPreview()) {
        const identity = { id: urn, name: partsOf(urn).name };
        const warnings = (await resource.checkPreview?.(inputs, { resource: identity, canWait: true })) ?? [];
        for (const warning of warnings) await log("warning", urn, warning);
        return new rpc.CreateResponse().setProperties(outputStruct(resource.preview(inputs)));
      }
      const created = await resource.create(inputs, { timeoutSeconds: request.getTimeout(), urn });
      const outs = await finish(urn, created.id, created);
      return answered(new rpc.CreateResponse()).setId(created.id).setProperties(outputStruct(outs));
    }),
    read: unary(async (request) => {
      const urn = request.getUrn();
      const known = request.hasProperties()
        ? propertiesOf(request.getProperties(), request.getInputs())
        : propertiesOf(request.getInputs());
      const { id, props, inputs = props, warnings = [] } = await resourceOf(urn).read(request.getId(), known);
      if (id === "") return new rpc.ReadResponse();
      for (const warning of warnings) await log("warning", urn, warning);
      return answered(new rpc.ReadResponse())
        .setId(id)
        .setProperties(outputStruct(props))
        .setInputs(inputStruct(inputs));
    }),
    update: unary(async (request) => {
      const [urn, id, news] = [request.getUrn(), request.getId(), propertiesOf(request.getNews())];
      const resource = resourceOf(urn);
      const olds = oldProperties(request);
      if (request.getPreview())
        return new rpc.UpdateResponse().setProperties(outputStruct(resource.preview(news, olds)));
      const written = await resource.update(id, olds, news, {
        timeoutSeconds: request.getTimeout(),
        ignored: request.getIgnorechangesList(),
      });
      return answered(new rpc.UpdateResponse()).setProperties(outputStruct(await finish(urn, id, written)));
    }),
    delete: unary(async (request) => {
      const urn = request.getUrn();
      const options = { timeoutSeconds: request.getTimeout(), urn };
      const notices = await resourceOf(urn).delete(
        request.getId(),
        propertiesOf(request.getProperties(), request.getOldInputs()),
        options,
      );
      for (const notice of notices) await log("info", urn, notice);
      return new Empty();
    }),
    invoke: unary(async (request) => {
      const called = ownValue(functions, request.getTok());
      if (called === undefined)
        throw new InvalidRequest(unknownName("function", request.getTok(), Object.keys(functions)));
      const args = withConnection(propertiesOf(request.getArgs()), config);
      const failures = called.check(args).map(failureOf);
      if (failures.length > 0) return new rpc.InvokeResponse().setFailuresList(failures);
      return new rpc.InvokeResponse().setReturn(outputStruct(await called.call(args), showsEnvironment(args)));
    }),
    cancel: unary(() => {
      cancelSessions();
      return Promise.resolve(new Empty());
    }),
  };
}
