import { describeError, IisError } from "../provider/errors";

const fields = { host: "web-01", pool: "Shop", problem: "applications still use it", hint: "Move them first" };

describe("an error", () => {
  it("says where, what is wrong and what to do, and has each as a field", () => {
    const cause = new Error("inner");
    const error = new IisError("POOL_IN_USE", { ...fields, path: "queueLength", cause });
    expect(error.message).toBe('web-01: pool "Shop": queueLength: applications still use it. Move them first');
    expect(error).toMatchObject({ code: "POOL_IN_USE", ...fields, path: "queueLength", cause });
  });

  it.each([
    [{ problem: "interrupted" }, "interrupted"],
    [{ host: "web-01", problem: "no answer" }, "web-01: no answer"],
    [
      { path: "plan.json", problem: "is not valid JSON", hint: "Save it anew" },
      "plan.json: is not valid JSON. Save it anew",
    ],
  ])("leaves out what it has not: %j", (some, text) => {
    expect(describeError(some)).toBe(text);
  });

  it("gets its place where that is known", () => {
    const error = new IisError("APPCMD_FAILED", { problem: "no", hint: "Try" });
    const placed = error.at({ host: "web-01" }).at({ host: "web-01", pool: "Shop" });
    expect(placed).toMatchObject({ code: "APPCMD_FAILED", host: "web-01", pool: "Shop", problem: "no", hint: "Try" });
    expect(placed.at({ pool: "Shop" })).toBe(placed);
  });

  it("keeps another place that it names in the problem", () => {
    const error = new IisError("UNREACHABLE", { host: "10.0.0.1", path: "privateKey", problem: "no", hint: "Try" });
    const placed = error.at({ host: "web-01", pool: "Shop" });
    expect(placed).toMatchObject({ host: "web-01", pool: "Shop", path: "privateKey", problem: "10.0.0.1: no" });
    expect(placed.message).toBe('web-01: pool "Shop": privateKey: 10.0.0.1: no. Try');
  });

  it("takes a fact and a hint more behind those that it has", () => {
    const error = new IisError("POOL_IN_USE", fields).also({ fact: "nothing was written", hint: "Run again" });
    expect(error.message).toBe(
      'web-01: pool "Shop": applications still use it; nothing was written. Move them first. Run again',
    );
    expect(new IisError("TIMEOUT", { problem: "late" }).also({ hint: "Wait" })).toMatchObject({ hint: "Wait" });
    expect(new IisError("TIMEOUT", { problem: "late" }).also({}).hint).toBeUndefined();
  });
});
