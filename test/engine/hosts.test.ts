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
      name === "b" ? Promise.reject(new IisError("APPCMD_FAILED", "no")) : Promise.resolve(name),
    );
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true, true, true]);
  });

  it("throws what is no fault of a host, once all others are done", async () => {
    const done: string[] = [];
    const work = onEachHost(hosts, 2, async ({ name }) => {
      if (name === "a") throw new TypeError("bug");
      await Promise.resolve();
      done.push(name);
    });
    await expect(work).rejects.toThrow("bug");
    expect(done).toEqual(["b", "c", "d", "e"]);
  });
});
