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
});
