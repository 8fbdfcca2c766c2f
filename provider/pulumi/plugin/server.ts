import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Fault } from "../../errors";
import { visibleText } from "../../visible-text";
import { checkFailure } from "../core/check";
import { type Checked, replacedProperties, type ResourceDiff, type Written } from "../core/resource";
import { plainJson, type Properties } from "../core/resource-inputs";
import { takeMarks, withMarks } from "../core/secret-marks";
import { inputsWithSecrets, marksOf, outputsWithSecrets, shownMessage, withoutMarks } from "../core/secret-properties";

/** The state of many hosts may be larger than gRPC's default of 4 MB; the engine accepts the same size. */
const options = { "grpc.max_receive_message_length": 400 * 1024 * 1024, "grpc.max_send_message_length": -1 };

/** The result of a call, or its error, as gRPC requires it. */
export type Handler<Request, Response> = grpc.handleUnaryCall<Request, Response>;

/** A call with the result of `work`; the engine shows only the message of its error. */
export function unary<Request, Response>(work: (request: Request) => Promise<Response>): Handler<Request, Response> {
  return ({ request }, callback) => {
    new Promise<Response>((resolve) => {
      resolve(work(request));
    }).then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback(failure(error));
      },
    );
  };
}

/** A resource that exists but is incomplete: the engine keeps it, and tries again. */
export class InitializationFailed extends Error {
  constructor(
    readonly id: string,
    readonly written: Required<Pick<Written, "outs" | "error">>,
  ) {
    super(written.error.message);
  }
}

/**
 * The maximum length of a message, in bytes of UTF-8. All trailers of an answer may have 64 KB, including the
 * properties of the resource; a longer answer breaks the call without a message. A status with reasons requires only
 * the beginning.
 */
const [mostText, mostBesideReasons] = [8192, 256];

function failure(error: unknown): Partial<grpc.StatusObject> {
  const reason = error instanceof InitializationFailed ? error.written.error : error;
  const details = shownMessage(reason, mostText);
  if (!(error instanceof InitializationFailed)) return { code: grpc.status.UNKNOWN, details };
  const failed = new ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(outputStruct(error.written.outs))
    .setReasonsList([details]);
  const any = new Any();
  any.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status()
    .setCode(grpc.status.UNKNOWN)
    .setMessage(shownMessage(reason, mostBesideReasons))
    .setDetailsList([any]);
  const metadata = new grpc.Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details, metadata };
}

/** Handles the engine's calls on a free port of this machine. @returns the port */
export function serve(handlers: Partial<IResourceProviderServer>): Promise<number> {
  const server = new grpc.Server(options);
  server.addService(ResourceProviderService, handlers as unknown as grpc.UntypedServiceImplementation);
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}

/** Logs a message about a resource for the person who runs the engine. */
export type Log = (severity: "info" | "warning", urn: string, message: string) => Promise<void>;

/** Logs through the engine at this address; a message that it does not accept is lost. */
export function logToEngine(address: string): Log {
  // The engine is on this machine, so no proxy is used.
  const client = new EngineClient(address, grpc.credentials.createInsecure(), { "grpc.enable_http_proxy": 0 });
  return (severity, urn, message) =>
    new Promise((resolve) => {
      const level = severity === "info" ? LogSeverity.INFO : LogSeverity.WARNING;
      client.log(new LogRequest().setSeverity(level).setUrn(urn).setMessage(visibleText(message)), () => {
        resolve();
      });
    });
}

/** The engine's message as JSON in which secrets are marked; nothing as `{}`. */
export function markedOf(message: Struct | undefined): Properties {
  return message?.toJavaScript() ?? {};
}

/** The engine's message as plain JSON, with the paths of its secrets. @param marked the message that has the marks */
export function propertiesOf(message: Struct | undefined, marked = message): Properties {
  const plain = takeMarks(markedOf(message));
  return marked === message ? plain : withMarks(plain, marksOf(takeMarks(markedOf(marked))));
}

/** Inputs as the engine's message, with their secrets marked. */
export function inputStruct(inputs: Properties): Struct {
  return structOf(inputsWithSecrets(plainJson(inputs)));
}

/** Outputs as the engine's message, with their secrets marked. @param shown see {@link outputsWithSecrets} */
export function outputStruct(outputs: Properties, shown?: boolean): Struct {
  return structOf(outputsWithSecrets(plainJson(outputs), shown));
}

function structOf(properties: Properties): Struct {
  return Struct.fromJavaScript(withoutMarks(properties) as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** The core's results as messages of the engine's protocol. */

const kinds = {
  add: rpc.PropertyDiff.Kind.ADD,
  update: rpc.PropertyDiff.Kind.UPDATE,
  delete: rpc.PropertyDiff.Kind.DELETE,
  replace: rpc.PropertyDiff.Kind.UPDATE_REPLACE,
};

/** A fault as a failed check. */
export function failureOf(fault: Fault): rpc.CheckFailure {
  const { property, reason } = checkFailure(fault);
  return new rpc.CheckFailure().setProperty(property).setReason(reason);
}

/** Checked inputs, or why there are none. */
export function checkResponse({ inputs, faults }: Checked): rpc.CheckResponse {
  return new rpc.CheckResponse().setInputs(inputStruct(inputs)).setFailuresList(faults.map(failureOf));
}

/** The changes, by property if the properties are known. */
export function diffResponse(diff: ResourceDiff): rpc.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  const response = new rpc.DiffResponse()
    .setChanges(diff.changes ? DIFF_SOME : DIFF_NONE)
    .setReplacesList(replacedProperties(diff))
    .setDeletebeforereplace(true)
    .setHasdetaileddiff(diff.properties.length > 0);
  for (const { path, kind } of diff.properties) {
    response.getDetaileddiffMap().set(path, new rpc.PropertyDiff().setKind(kinds[kind]).setInputdiff(true));
  }
  return response;
}
