import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { visibleText } from "../../visible-text";
import type { Written } from "../core/resource";
import { shownMessage } from "../core/secret-properties";
import { outputStruct } from "./messages";

/** A fleet's state may be larger than gRPC's default of 4 MB; the engine takes as much as this. */
const options = { "grpc.max_receive_message_length": 400 * 1024 * 1024, "grpc.max_send_message_length": -1 };

/** What a call answers, or why it fails, as gRPC wants it. */
export type Handler<Request, Response> = grpc.handleUnaryCall<Request, Response>;

/** A call that answers what `work` answers; its error's message is all that the engine shows. */
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

/** A resource that is there and not as it should be: the engine keeps what is there, and tries again. */
export class InitializationFailed extends Error {
  constructor(
    readonly id: string,
    readonly written: Required<Pick<Written, "outs" | "error">>,
  ) {
    super(written.error.message);
  }
}

/**
 * The longest part of a message that is sent, in bytes of UTF-8: all trailers of an answer are 64 KB at most, with the properties of the
 * resource, and what is longer breaks the call without a word. A status beside its reasons needs the beginning only.
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

/** Answers the engine's calls on a free port of this machine. @returns the port */
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

/** Tells the person who runs the engine something about a resource. */
export type Tell = (severity: "info" | "warning", urn: string, message: string) => Promise<void>;

/** Tells it through the engine at this address; a message that it does not take is lost. */
export function tellEngine(address: string): Tell {
  // The engine is on this machine: a proxy for the world outside does not reach it.
  const client = new EngineClient(address, grpc.credentials.createInsecure(), { "grpc.enable_http_proxy": 0 });
  return (severity, urn, message) =>
    new Promise((resolve) => {
      const level = severity === "info" ? LogSeverity.INFO : LogSeverity.WARNING;
      client.log(new LogRequest().setSeverity(level).setUrn(urn).setMessage(visibleText(message)), () => {
        resolve();
      });
    });
}
