import { megabyte } from "../read-file";
import { Failure } from "./failure";

/** The maximum size of an input, in bytes. */
const largestInput = 32 * megabyte;

/** All of a stream as UTF-8. @throws Failure if it has more than 32 MB, of which nothing is shown */
export async function readUpTo(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    const bytes = Buffer.from(piece);
    length += bytes.length;
    if (length > largestInput)
      throw new Failure([{ path: "stdin", message: `has more than ${largestInput / megabyte} MB, the limit` }]);
    pieces.push(bytes);
  }
  return Buffer.concat(pieces, length).toString("utf8");
}
