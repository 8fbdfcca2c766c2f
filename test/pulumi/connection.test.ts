import * as pulumi from "@pulumi/pulumi";
import { registeredProperties } from "../../provider/pulumi/program/registered-properties";
import type { Connection } from "../../provider/connection/schema";

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    return (error as Error).message;
  }
  return "no error";
}

/** The fields of a connection as they are registered: which are secret, and their values. */
async function registered(args: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { connection } = registeredProperties("appPool", args);
  const fields = connection as Record<string, unknown>;
  const seen = await Promise.all(
    Object.entries(fields).map(async ([key, value]) => {
      if (!pulumi.Output.isInstance(value)) return [key, value] as const;
      const known = await (value as unknown as { promise(): Promise<unknown> }).promise();
      return [key, (await pulumi.isSecret(value)) ? { secret: known } : { known }] as const;
    }),
  );
  return Object.fromEntries(seen);
}

describe("a connection as it is registered", () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("has secrets where it has passwords and keys, and nowhere else", async () => {
    const connection: Connection = {
      host: "web-01",
      user: "me",
      password: "a",
      privateKey: "b",
      privateKeyPassword: "c",
    };
    expect(await registered({ connection })).toEqual({
      ...{ host: "web-01", user: "me" },
      ...{ password: { secret: "a" }, privateKey: { secret: "b" }, privateKeyPassword: { secret: "c" } },
    });
    const { proxy } = await registered({ connection: { host: "web-01", proxy: { host: "jump", password: "d" } } });
    const { host, password } = proxy as { host: string; password: pulumi.Output<string> };
    expect([host, await pulumi.isSecret(password)]).toEqual(["jump", true]);
  });

  it("has them also where the program gives it as an output", async () => {
    const connection = pulumi.output({ host: "web-01", password: "a" });
    const { connection: output } = registeredProperties("appPool", { connection });
    const fields = await (
      output as { promise(): Promise<{ host: string; password: pulumi.Output<string> }> }
    ).promise();
    expect([fields.host, await pulumi.isSecret(fields.password)]).toEqual(["web-01", true]);
  });

  it("is that of the stack's config where the program names none", async () => {
    pulumi.runtime.setAllConfig(
      {
        ...{ "iis:host": "web-01", "iis:port": "2222", "iis:insecureIgnoreHostKey": "true", "iis:password": "a" },
        ...{
          "iis:proxy": '{"host":"jump"}',
          "iis:perDialTimeout": "0.5",
          "iis:shell": "powershell",
          "iis:codePage": "850",
        },
      },
      ["iis:password"],
    );
    expect(await registered({})).toEqual({
      ...{
        host: "web-01",
        port: 2222,
        insecureIgnoreHostKey: true,
        password: { secret: "a" },
        proxy: { host: "jump" },
      },
      ...{ perDialTimeout: 0.5, shell: "powershell", codePage: 850 },
    });
    expect(registeredProperties("appPool", { connection: { host: "web-02" } })["connection"]).toEqual({
      host: "web-02",
    });
  });

  it.each([
    [
      { "iis:perDialTimeout": "15s" },
      ["iis:perDialTimeout: must be a number between 0 and 86400 seconds, 0 for no limit, got a text"],
    ],
    [{ "iis:port": "22 (tcp)", "iis:shell": "bash" }, ["iis:port: must be a whole", "iis:shell: must be one of cmd"]],
    [{ "iis:insecureIgnoreHostKey": "True" }, ["iis:insecureIgnoreHostKey: must be true or false, got a text"]],
  ])("is refused with every fault where the stack's config has it as %j", (config, faults) => {
    pulumi.runtime.setAllConfig({ "iis:host": "web-01", "iis:password": "hunter2", ...config }, ["iis:password"]);
    const [heading, ...lines] = messageOf(() => registeredProperties("appPool", {})).split("\n  ");
    expect([heading, lines.length]).toEqual(["the stack's config:", faults.length]);
    for (const [index, fault] of faults.entries()) expect(lines[index]).toContain(fault);
  });

  it("is left out where nobody names one", () => {
    expect(registeredProperties("appPool", {})["connection"]).toBeUndefined();
  });
});
