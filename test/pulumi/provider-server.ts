import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

type Json = Record<string, unknown>;

/** A provider as a process, called as the engine calls it. */
export interface ProviderServer {
  /** Every call; those below are the ones that both kinds of provider have, with plain answers. */
  readonly client: ResourceProviderClient;
  /** The same process, asked about another resource. */
  of(urn: string): ProviderServer;
  check(news: Json, olds?: Json): Promise<{ inputs: Json; failures: string[] }>;
  diff(
    id: string,
    olds: Json,
    news: Json,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(inputs: Json): Promise<{ id: string; properties: Json }>;
  read(id: string, properties: Json): Promise<{ id: string; properties: Json; inputs: Json }>;
  update(id: string, olds: Json, news: Json): Promise<{ properties: Json }>;
  delete(id: string, properties: Json): Promise<void>;
  /** Everything it printed so far. */
  output(): string;
  /** All properties of its answers so far, as one text, in which secrets are left out. */
  readable(): string;
  /**
   * Ends its standard input, as the end of the engine does, or sends it a signal, as the engine does before. Answers the exit
   * code when the process has ended.
   */
  engineGone(signal?: NodeJS.Signals): Promise<number | null>;
  stop(): Promise<void>;
}

/** What is known of a provider's process. */
type Started = Pick<ProviderServer, "output" | "engineGone" | "stop">;

const repository = join(__dirname, "../..");
const fromRepo = createRequire(require.resolve("../../package.json"));

/** The `__provider` text of a resource: what every state holds. */
export function providerText(name: "appPool" | "appPoolDefaults"): string {
  return `exports.handler = () => require("pulumi-iis/dynamic").${name};`;
}

/** Plain JSON as a message. */
export function struct(value: Json): Struct {
  return Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** A message as plain JSON, secrets as what they hold: so the engine hands them to a provider that takes no secrets. */
export function json(value: Struct | undefined): Json {
  return revealed(value?.toJavaScript() ?? {}) as Json;
}

/** Whether the value is a secret, as providers tell the engine. */
export function isSecret(value: unknown): value is { value: unknown } {
  return (value as Json | null)?.["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";
}

function revealed(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return value.value;
  if (Array.isArray(value)) return value.map(revealed);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, revealed(one)]));
}

/** The value without its secrets: what of it ends readable in a state and in previews. */
function withoutSecrets(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return undefined;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutSecrets(one)]));
}

/** A failed call as the engine sees it. */
export class CallError extends Error {
  /** What a partial failure leaves in the state. */
  readonly partial: { readonly id: string; readonly properties: Json; readonly reasons: readonly string[] } | undefined;
  /** The properties of a partial failure with its secrets marked. */
  readonly raw: Struct | undefined;

  constructor(error: grpc.ServiceError) {
    super(error.details);
    const [details] = error.metadata.get("grpc-status-details-bin");
    if (!Buffer.isBuffer(details)) return;
    const [any] = Status.deserializeBinary(details).getDetailsList();
    const failed = messages.ErrorResourceInitFailed.deserializeBinary(any!.getValue_asU8());
    this.raw = failed.getProperties();
    this.partial = { id: failed.getId(), properties: json(failed.getProperties()), reasons: failed.getReasonsList() };
  }
}

type Done<Response> = (error: grpc.ServiceError | null, response: Response) => void;

/** The answer to a call. @throws CallError */
export function answer<Response>(send: (done: Done<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => {
      if (error === null) resolve(response);
      else reject(new CallError(error));
    });
  });
}

/** The URN of a pool of that name. */
export function poolUrn(name = "Shop"): string {
  return `urn:pulumi:test::test::iis:index:AppPool::${name}`;
}

/**
 * The dynamic provider server of the Pulumi SDK, started in the given folder, whose node_modules lead to this package.
 *
 * @param env added to the process's environment.
 */
export function startProviderServer(folder: string, env: NodeJS.ProcessEnv = {}): Promise<ProviderServer> {
  const program = fromRepo.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  return start(process.execPath, [program, "127.0.0.1:1"], folder, { PULUMI_NODEJS_PROJECT: "test", ...env }, {});
}

/**
 * The provider plugin of this package, started in the given folder by its executable. What it tells the engine of a
 * resource stands in its output as the dynamic provider prints it.
 *
 * @param config of the provider.
 */
export async function startPlugin(
  folder: string,
  env: NodeJS.ProcessEnv = {},
  config: Json = {},
): Promise<ProviderServer> {
  const told: string[] = [];
  const engine = new grpc.Server();
  engine.addService(EngineService, {
    log: (({ request }, done) => {
      told.push(`${request.getSeverity() === LogSeverity.WARNING ? "warning: " : ""}${request.getMessage()}\n`);
      done(null, new Empty());
    }) as grpc.handleUnaryCall<LogRequest, Empty>,
  });
  const port = await new Promise<number>((resolve, reject) => {
    engine.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  const program = join(repository, "plugin/pulumi-resource-iis");
  const plugin = await start(program, [`127.0.0.1:${port}`], folder, env, config);
  return withEngine(plugin, engine, () => told.join(""));
}

function withEngine(plugin: ProviderServer, engine: grpc.Server, told: () => string): ProviderServer {
  return {
    ...plugin,
    of: (urn) => withEngine(plugin.of(urn), engine, told),
    output: () => plugin.output() + told(),
    async stop() {
      await plugin.stop();
      engine.forceShutdown();
    },
  };
}

async function start(
  program: string,
  argv: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  config: Json,
): Promise<ProviderServer> {
  const child: ChildProcess = spawn(program, argv, {
    ...{ cwd, env: { ...process.env, ...env } },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let printed = "";
  const port = await new Promise<number>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      printed += chunk.toString();
      const line = /^(\d+)\n/.exec(printed)?.[1];
      if (line !== undefined) resolve(Number(line));
    };
    child.stdout!.on("data", onData);
    child.stderr!.on("data", onData);
    child.on("exit", (code) => {
      reject(new Error(`the provider server ended with ${code}: ${printed}`));
    });
  });
  return connectProvider(port, config, {
    output: () => printed,
    engineGone(signal) {
      if (signal === undefined) child.stdin!.end();
      else child.kill(signal);
      return ended;
    },
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  });
}

/** The provider that answers on a port of this machine, configured. @param started what is known of its process. */
export async function connectProvider(port: number, config: Json, started: Started): Promise<ProviderServer> {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  await answer<messages.ConfigureResponse>((done) =>
    client.configure(new messages.ConfigureRequest().setArgs(struct(config)), done),
  );
  return about(poolUrn(), client, [], {
    ...started,
    async stop() {
      client.close();
      await started.stop();
    },
  });
}

function about(urn: string, client: ResourceProviderClient, answers: unknown[], started: Started): ProviderServer {
  const take = (value: Struct | undefined): Json => {
    answers.push(withoutSecrets(value?.toJavaScript()));
    return json(value);
  };
  const ask = async <Response>(send: (done: Done<Response>) => unknown): Promise<Response> => {
    try {
      return await answer(send);
    } catch (error) {
      if (error instanceof CallError) take(error.raw);
      throw error;
    }
  };
  return {
    ...started,
    client,
    of: (other) => about(other, client, answers, started),
    readable: () => JSON.stringify(answers),
    async check(news, olds = {}) {
      const request = new messages.CheckRequest().setUrn(urn).setOlds(struct(olds)).setNews(struct(news));
      const response = await ask<messages.CheckResponse>((done) => client.check(request, done));
      return { inputs: take(response.getInputs()), failures: response.getFailuresList().map((one) => one.getReason()) };
    },
    async diff(id, olds, news) {
      const request = new messages.DiffRequest().setUrn(urn).setId(id).setOlds(struct(olds)).setNews(struct(news));
      const response = await ask<messages.DiffResponse>((done) => client.diff(request, done));
      return {
        changes: response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
        replaces: response.getReplacesList(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
      };
    },
    async create(inputs) {
      const request = new messages.CreateRequest().setUrn(urn).setProperties(struct(inputs));
      const response = await ask<messages.CreateResponse>((done) => client.create(request, done));
      return { id: response.getId(), properties: take(response.getProperties()) };
    },
    async read(id, properties) {
      const request = new messages.ReadRequest()
        .setUrn(urn)
        .setId(id)
        .setProperties(struct(properties))
        .setInputs(struct(properties));
      const response = await ask<messages.ReadResponse>((done) => client.read(request, done));
      return { id: response.getId(), properties: take(response.getProperties()), inputs: take(response.getInputs()) };
    },
    async update(id, olds, news) {
      const request = new messages.UpdateRequest().setUrn(urn).setId(id).setOlds(struct(olds)).setNews(struct(news));
      const response = await ask<messages.UpdateResponse>((done) => client.update(request, done));
      return { properties: take(response.getProperties()) };
    },
    async delete(id, properties) {
      const request = new messages.DeleteRequest().setUrn(urn).setId(id).setProperties(struct(properties));
      await ask<unknown>((done) => client.delete(request, done));
    },
  };
}
