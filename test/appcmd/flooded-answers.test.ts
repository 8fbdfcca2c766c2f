import { setFlagsFromString } from "node:v8";
import { findDocument } from "../../provider/appcmd/answers/document";
import { failureMessage } from "../../provider/appcmd/answers/result";
import { codeOf } from "../../provider/appcmd/exit-codes";
import { outputDecoder } from "../../provider/transport/decode-output";

// V8 does the same by itself in a process that has compiled many patterns.
beforeAll(() => {
  setFlagsFromString("--no-regexp-optimization");
});

afterAll(() => {
  setFlagsFromString("--regexp-optimization");
});

const blanks = " ".repeat(40 * 1024 * 1024);
const pools = '<?xml version="1.0"?>\r\n<appcmd>\r\n<APPPOOL APPPOOL.NAME="Shop" />\r\n</appcmd>\r\n';

describe("40 MB of blanks in an answer do not exhaust the stack", () => {
  it("in a message", () => {
    expect(failureMessage(5, `ERROR ( message:no${blanks}access )`, [])).toBe("exit code 5: no access");
    expect(failureMessage(0, pools + blanks, [])).toContain("exit code 0: ");
  });

  it.each([
    ["behind the document", pools + blanks],
    ["before it", blanks + pools],
    ["behind the declaration", pools.replace("?>", `?>${blanks}`)],
  ])("%s", (_where, answer) => {
    expect(findDocument(answer, "list apppool", "add").form).toBe("envelope");
  });

  it("in the tag of the document, before a code, in a name", async () => {
    expect(() => findDocument(`<appcmd${blanks}>`, "list apppool", "add")).toThrow(/empty or cut off/);
    expect(codeOf(1, `(${blanks}hresult : 80070005`)).toBe(5);
    const listing = Buffer.from(`<appcmd APPPOOL.NAME="${blanks}"`);
    const { text } = await outputDecoder("web-01", () => Promise.resolve(undefined))(listing);
    expect(text).toHaveLength(listing.length);
  });
});
