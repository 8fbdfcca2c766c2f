import * as grpc from "@grpc/grpc-js";
import { connectProvider, type ProviderServer } from "./provider-server";

type Json = Record<string, unknown>;

/** Packages that every provider shares with the test: they remember nothing of a provider, and take seconds to load. */
const shared = [
  ...["metadata", "runtime", "runtime/rpc", "version"].map((name) => `@pulumi/pulumi/${name}`),
  ...["engine_grpc", "engine", "plugin", "provider_grpc", "provider", "status"].map(
    (name) => `@pulumi/pulumi/proto/${name}_pb`,
  ),
  ...["any", "empty", "struct"].map((name) => `google-protobuf/google/protobuf/${name}_pb`),
  ...["source-map-support/register", "zod"],
];

/** What a provider's modules are, and how to end what they serve and listen to. */
interface Loaded<T> {
  readonly modules: T;
  readonly end: () => void;
}

/** Loads the modules of a provider anew: with the memory that a process would begin with. */
function loadAnew<T>(load: () => T): Loaded<T> {
  const servers: grpc.Server[] = [];
  class Server extends grpc.Server {
    constructor(options?: grpc.ServerOptions) {
      super(options);
      servers.push(this);
    }
  }
  const mocks = new Map(shared.map((name) => [name, jest.requireActual<object>(name)]));
  mocks.set("@grpc/grpc-js", { ...grpc, Server });
  const events = ["uncaughtException", "unhandledRejection", "exit"];
  const before = events.map((event) => process.listeners(event as "exit"));
  let modules: T | undefined;
  jest.isolateModules(() => {
    for (const [name, module] of mocks) jest.doMock(name, () => module);
    modules = load();
  });
  for (const name of mocks.keys()) jest.dontMock(name);
  return {
    modules: modules as T,
    end: () => {
      for (const server of servers) server.forceShutdown();
      events.forEach((event, index) => {
        for (const listener of process.listeners(event as "exit")) {
          if (!before[index]!.includes(listener)) process.off(event, listener);
        }
      });
    },
  };
}

/** Tests wait for each answer before they ask again, so nothing is gathered by waiting for more; those that do not say so. */
const hasty = { PULUMI_IIS_QUIET_MS: "1" };

/** Gives this process a folder to work in and environment variables. @returns how to take them away */
function enter(folder: string, env: NodeJS.ProcessEnv): () => void {
  const all = { ...hasty, ...env };
  const before = Object.keys(all).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, all);
  const cwd = jest.spyOn(process, "cwd").mockReturnValue(folder);
  return () => {
    cwd.mockRestore();
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
}

/** The provider that answers on a port of this process. */
function connect(port: number, config: Json, output: () => string, ...ends: (() => void)[]): Promise<ProviderServer> {
  return connectProvider(port, config, {
    output,
    engineGone: () => Promise.reject(new Error("only a provider with a process of its own ends with its engine")),
    stop: () => {
      for (const end of ends) end();
      return Promise.resolve();
    },
  });
}

/** The provider plugin in this process, otherwise as `startPlugin` starts it. One at a time. */
export async function startPluginHere(
  folder: string,
  env: NodeJS.ProcessEnv = {},
  config: Json = {},
): Promise<ProviderServer> {
  const leave = enter(folder, env);
  const { modules, end } = loadAnew(() => ({
    ...jest.requireActual<typeof import("../../provider/pulumi/plugin/plugin")>("../../provider/pulumi/plugin/plugin"),
    ...jest.requireActual<typeof import("../../provider/pulumi/plugin/server")>("../../provider/pulumi/plugin/server"),
  }));
  let told = "";
  const handlers = modules.pluginHandlers((severity, _urn, message) => {
    told += `${severity === "warning" ? "warning: " : ""}${message}\n`;
    return Promise.resolve();
  });
  const port = await modules.serve(handlers);
  return connect(port, config, () => `${port}\n${told}`, end, leave);
}

/** The SDK's dynamic provider server in this process, otherwise as `startProviderServer` starts it. One at a time. */
export async function startProviderServerHere(
  folder: string,
  env: NodeJS.ProcessEnv = {},
  config: Json = {},
): Promise<ProviderServer> {
  const leave = enter(folder, { PULUMI_NODEJS_PROJECT: "test", ...env });
  let printed = "";
  const print = (text?: unknown): void => {
    printed += String(text);
  };
  const spies = [
    jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      print(text);
      return true;
    }),
    jest.spyOn(console, "log").mockImplementation((text?: unknown) => {
      print(`${String(text)}\n`);
    }),
    jest.spyOn(console, "error").mockImplementation((text?: unknown) => {
      print(`${String(text)}\n`);
    }),
  ];
  const argv = jest.replaceProperty(process, "argv", [process.execPath, "dynamic-provider", "127.0.0.1:1"]);
  const { end } = loadAnew(() => {
    const dynamic = jest.requireActual<Json>("../../provider/pulumi/dynamic");
    // Outside of Jest, where the SDK evaluates such a text, the sources of this package are not found.
    jest.doMock("require-from-string", () => (text: string) => {
      const name = /^exports\.handler = \(\) => require\("pulumi-iis\/dynamic"\)\.(\w+);$/.exec(text)?.[1] ?? "";
      return { handler: () => dynamic[name] };
    });
    jest.requireActual("@pulumi/pulumi/cmd/dynamic-provider");
  });
  while (!printed.includes("\n")) await new Promise((resolve) => setImmediate(resolve));
  argv.restore();
  const restore = (): void => {
    for (const spy of spies) spy.mockRestore();
  };
  return connect(Number.parseInt(printed, 10), config, () => printed, end, restore, leave);
}
