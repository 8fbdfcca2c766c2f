import fc from "fast-check";
import { readReceived, readWsmanAnswer } from "../../../provider/transport/winrm/answer";
import { NtlmSession } from "../../../provider/transport/winrm/ntlm/session";
import { readSealedBody, sealedBody } from "../../../provider/transport/winrm/sealed-body";

const sealed = sealedBody(new NtlmSession(Buffer.alloc(16, 1)).seal(Buffer.from("<a/>")), 4);
const envelope = Buffer.from(
  '<s:Envelope xmlns:s="s"><s:Body><ReceiveResponse><Stream Name="stdout">YQ==</Stream><CommandState State="x/Done"><ExitCode>0' +
    "</ExitCode></CommandState></ReceiveResponse></s:Body></s:Envelope>",
);

/** The bytes with some of them changed, and cut. */
function mutated(bytes: Buffer): fc.Arbitrary<Buffer> {
  const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.constantFrom(0, 0x22, 0x30, 0x3c, 0x7f, 0x80, 0xff)), {
    maxLength: 4,
  });
  return fc.tuple(changes, fc.integer({ min: 0, max: bytes.length * 2 })).map(([all, end]) => {
    const changed = Buffer.from(bytes);
    for (const [at, byte] of all) changed[at] = byte;
    return changed.subarray(0, end);
  });
}

it("an encrypted message is read or refused, whatever its bytes are", () => {
  const counts = { read: 0, refused: 0 };
  fc.assert(
    fc.property(mutated(sealed), (body) => {
      const message = readSealedBody(body);
      counts[message === undefined ? "refused" : "read"] += 1;
      if (message === undefined) return;
      // Whatever was changed, the session refuses it, unless it was not the message.
      const opened = new NtlmSession(Buffer.alloc(16, 1)).unseal(message.signature, message.sealed);
      expect(opened?.toString() ?? "").toBe("");
    }),
    { numRuns: 3000 },
  );
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(100);
});

it("an answer is read or refused, whatever its bytes are", () => {
  const counts = { read: 0, refused: 0 };
  fc.assert(
    fc.property(mutated(envelope), (body) => {
      const answer = readWsmanAnswer(body.toString("utf8"));
      counts[answer === undefined ? "refused" : "read"] += 1;
      if (answer !== undefined && "body" in answer) readReceived(answer.body, "1");
    }),
    { numRuns: 3000 },
  );
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(100);
});

it.each([
  ["elements", "<a/>".repeat(200_000)],
  ["attributes", `<a ${Array.from({ length: 200_000 }, (_, index) => `a${index}=""`).join(" ")}/>`],
])("an answer with more %s than any service sends is refused", (_what, many) => {
  const withBody = (inner: string): string => `<s:Envelope xmlns:s="s"><s:Body>${inner}</s:Body></s:Envelope>`;
  expect(readWsmanAnswer(withBody("<a/>".repeat(20_000)))).toBeDefined();
  expect(readWsmanAnswer(withBody(many))).toBeUndefined();
});

it.each([
  ["0", 0],
  ["5", 5],
  ["-1", 0xffff_ffff],
  ["-2147024894", 0x8007_0002],
  ["4294967295", 0xffff_ffff],
  ["4294967296", undefined],
  ["-4294967296", undefined],
  ["1e3", undefined],
  ["", undefined],
])("the exit code %j is %j: a number of more than 32 bits is no success", (text, expected) => {
  const answer = readWsmanAnswer(envelope.toString().replace("<ExitCode>0", `<ExitCode>${text}`));
  expect(answer && "body" in answer && readReceived(answer.body, "1").exitCode).toBe(expected);
});
