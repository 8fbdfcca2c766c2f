import { diffResource } from "../../provider/pulumi/core/diff";
import { checkCreation } from "../../provider/pulumi/core/preview-checks";

/** Nothing listens there. */
const connection = {
  ...{ host: "127.0.0.1", port: 9, user: "u", password: "p", dialErrorLimit: 0 },
  hostKey: `SHA256:${"A".repeat(43)}`,
};
const inputs = { name: "A", connection };
const resource = { id: "urn:a", name: "a" };

describe("a warning that is made of an error ends with the error's code", () => {
  it("in a diff", async () => {
    const { warnings } = await diffResource("pool", { ...inputs, host: "127.0.0.1" }, inputs);
    expect(warnings).toEqual([expect.stringMatching(/^not compared with the host.*127\.0\.0\.1.*\(UNREACHABLE\)$/)]);
  });

  it("in a preview of a creation", async () => {
    const warnings = await checkCreation("pool", inputs, { resource, canWait: false });
    expect(warnings).toEqual([expect.stringMatching(/^not compared with the host.*127\.0\.0\.1.*\(UNREACHABLE\)$/)]);
  });

  it("is given once for all resources of a host", async () => {
    const other = { ...inputs, connection: { ...connection, port: 10 } };
    const warned = ["B", "C", "D"].map((name) => {
      const news = { ...other, name };
      return diffResource("pool", { ...news, host: "127.0.0.1" }, news);
    });
    const told = (await Promise.all(warned)).flatMap(({ changes, warnings = [] }) => [changes, ...warnings]);
    expect(told.filter((one) => one === true)).toHaveLength(3);
    expect(told).toHaveLength(4);
  });
});
