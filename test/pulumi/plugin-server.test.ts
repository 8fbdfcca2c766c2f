import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { IisError } from "../../provider/errors";
import { InitializationFailed, unary } from "../../provider/pulumi/plugin/server";
import { CallError, connectProvider, type ProviderServer } from "./provider-server";

let fails: () => Error;
let server: grpc.Server;
let provider: ProviderServer;

beforeEach(async () => {
  server = new grpc.Server();
  server.addService(ResourceProviderService, {
    configure: unary(() => Promise.resolve(new rpc.ConfigureResponse())),
    create: unary(() => Promise.reject(fails())),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  provider = await connectProvider(
    port,
    {},
    {
      output: () => "",
      engineGone: () => Promise.resolve(0),
      stop: () => Promise.resolve(),
    },
  );
});

afterEach(async () => {
  await provider.stop();
  server.forceShutdown();
});

async function failure(error: Error): Promise<CallError> {
  fails = () => error;
  const caught: unknown = await provider.create({}).catch((one: unknown) => one);
  if (caught instanceof CallError) return caught;
  throw new Error("it did not fail");
}

/** What was written of a resource whose state is as long as that. */
function partial(message: string, more = 0): InitializationFailed {
  const outs = { name: "Shop", queueLength: 2000, ...(more > 0 && { more: "x".repeat(more) }) };
  return new InitializationFailed("web-01/Shop", { outs, error: new IisError("VERIFY_FAILED", { problem: message }) });
}

const most = 8192;

describe("a call that fails", () => {
  it("says all of a message that is not long, and the code behind it", async () => {
    const message = `web-01: pool "Größe": ${"it differs; ".repeat(600)}`;
    expect((await failure(new IisError("APPCMD_FAILED", { problem: message }))).message).toBe(
      `${message} (APPCMD_FAILED)`,
    );
    const { message: told, partial: left } = await failure(partial(message));
    expect(told).toBe(`${message} (VERIFY_FAILED)`);
    expect(left?.reasons).toEqual([`${message} (VERIFY_FAILED)`]);
  });

  it("is INTERNAL for what nobody foresaw, of which nothing is quoted", async () => {
    const { message } = await failure(new TypeError("canary"));
    expect(message).toMatch(/^unexpected TypeError\. .*PULUMI_IIS_DEBUG=1.* \(INTERNAL\)$/);
  });

  it.each([
    ["letters", "differs; ", 28_000],
    ["letters of several bytes", "отличается; ", 28_000],
    ["letters of four bytes, at whose middle it would be cut", "😀", 300_000],
  ])(
    "says as much of one of many %s as fits, with its code, and leaves id, reason and properties",
    async (_what, word, length) => {
      const message = `web-01: ${word.repeat(length / word.length)}`;
      const { message: alone } = await failure(new IisError("APPCMD_FAILED", { problem: message }));
      const { message: told, partial: left } = await failure(partial(message, 8000));
      expect(left).toMatchObject({ id: "web-01/Shop", properties: { name: "Shop", queueLength: 2000 } });
      expect(left?.reasons).toHaveLength(1);
      for (const text of [alone, told, left!.reasons[0]!]) {
        const [, shown = "no beginning"] = /^(.*)… \((?:APPCMD|VERIFY)_FAILED\)$/s.exec(text) ?? [];
        expect(message.startsWith(shown)).toBe(true);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
      }
      expect(Buffer.byteLength(left!.reasons[0]!)).toBeGreaterThan(most - 4);
    },
  );
});
