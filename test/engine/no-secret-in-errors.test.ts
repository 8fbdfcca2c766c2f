import type { Argument } from "../../provider/appcmd/argument";
import { failureMessage } from "../../provider/appcmd/answers/result";
import { describeCrash } from "../../provider/crash";
import { applyRequests, desiredOf } from "../../provider/engine";
import { Secret } from "../../provider/secret";
import { offlineHost } from "./offline-host";

const argument = (text: string): Argument => ({ text, shown: "[secret]", secret: new Secret(text) });

describe("an error", () => {
  it.each([
    ["of 33,000 characters", "c4nary(".repeat(33_000 / 7)],
    ["of a million characters", "c4nary[".repeat(1_000_000 / 7)],
    ["that is a pattern", "c4nary.*+?^${}()|[\\"],
    ["that is short", "c4n(y"],
    ["in which another one stands", "c4nary[secret]"],
  ])("of appcmd has no value %s", (_what, value) => {
    const command = [argument(value), argument("secret")];
    const message = failureMessage(87, `ERROR ( message:Cannot set "${value}" to secret. )`, command);
    expect(message).toBe('exit code 87: Cannot set "[secret]" to [secret].');
  });

  it("leaves a short value in the middle of a word", () => {
    expect(failureMessage(5, "ERROR ( message:10 pools, 1 of them )", [argument("1")])).toContain(
      "10 pools, [secret] of",
    );
  });

  it.each<[string, () => unknown]>([
    ["a pattern that is too large", () => new RegExp("c4nary(".repeat(33_000))],
    ["a text that is no JSON", () => JSON.parse("c4nary") as unknown],
    ["a text that is a number", () => BigInt("c4nary")],
    [
      "lines that look like a stack",
      () => {
        throw new Error("c4nary\n    at c4nary c4nary");
      },
    ],
  ])("that nobody foresaw quotes nothing: %s", (_what, fails) => {
    let told = "";
    try {
      fails();
    } catch (error) {
      told = describeCrash(error);
    }
    expect(told).toMatch(/^unexpected \w+\. .*--debug/);
    expect(told).not.toContain("c4nary");
  });

  it("shows files and positions, and no value, where PULUMI_IIS_DEBUG is set", () => {
    process.env["PULUMI_IIS_DEBUG"] = "1";
    const told = describeCrash(new TypeError("c4nary"));
    delete process.env["PULUMI_IIS_DEBUG"];
    expect(told).toMatch(/^unexpected TypeError in .*no-secret-in-errors\.test\.ts:\d+:\d+/);
    expect(told).not.toContain("c4nary");
  });
});

it("an error that nobody foresaw after a commit leaves each request its outcome", async () => {
  const host = offlineHost();
  let commits = 0;
  const transport: typeof host.transport = {
    ...host.transport,
    exec: (args, ...signals) => {
      if (commits > 0) throw new TypeError("c4nary");
      if (args[0] === "set") commits++;
      return host.transport.exec(args, ...signals);
    },
  };
  const desired = desiredOf({ pool: "DefaultAppPool" }, { settings: { queueLength: 2000 } });
  const outcomes = await applyRequests(transport, [{ kind: "ensure", desired }]);
  expect(outcomes).toMatchObject([{ ok: false, sent: true, error: { code: "INTERNAL" } }]);
  host.dispose();
});
