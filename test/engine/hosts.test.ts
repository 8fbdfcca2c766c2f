import { inspect } from "node:util";
import { onEachHost } from "../../provider/engine/hosts";
import { IisError } from "../../provider/errors";

const hosts = ["a", "b", "c", "d", "e"].map((name) => ({ name }));

describe("work on several hosts", () => {
  it.each([1, 2, 4, 9])("goes on with %i at a time and answers in the order given", async (parallel) => {
    let running = 0;
    let most = 0;
    const results = await onEachHost(hosts, parallel, async ({ name }) => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      return name.toUpperCase();
    });
    expect(results).toEqual(hosts.map(({ name }) => ({ host: name, ok: true, value: name.toUpperCase() })));
    expect(most).toBe(Math.min(parallel, hosts.length));
  });

  it("keeps an error with its host", async () => {
    const results = await onEachHost(hosts, 2, ({ name }) =>
      name === "b" ? Promise.reject(new IisError("APPCMD_FAILED", { problem: "no" })) : Promise.resolve(name),
    );
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true, true, true]);
  });

  it.each([
    ["an error that nobody foresaw", new TypeError("bug with c4nary"), "INTERNAL", /unexpected TypeError\. .*--debug/],
    [
      "a shortage",
      Object.assign(new Error("c4nary"), { code: "EMFILE", syscall: "spawn" }),
      "OUT_OF_RESOURCES",
      /--parallel/,
    ],
    ["no error at all", "c4nary" as unknown as Error, "INTERNAL", /value of type string/],
  ])("keeps %s with its host, whether it is thrown or rejected", async (_what, thrown, code, message) => {
    const results = await onEachHost(hosts, 2, ({ name }) => {
      if (name === "a") throw thrown;
      return name === "d" ? Promise.reject(thrown) : Promise.resolve(name);
    });
    expect(results.map(({ ok }) => ok)).toEqual([false, true, true, false, true]);
    for (const result of results) {
      if (result.ok) continue;
      expect(result.error).toMatchObject({ code, message: expect.stringMatching(message) });
      expect(inspect(result.error)).not.toContain("c4nary");
    }
  });
});
