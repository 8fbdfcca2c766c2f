import { visiblePiece } from "../visible-text";
import type { Io, Output, VisibleOutput, World } from "./io";

/** The same, but for people: whatever a call prints, asks and says last goes through {@link visiblePiece}. */
export function visibleIo(io: World): Io {
  const { ask } = io.place;
  return {
    ...io,
    stdout: visibleOutput(io.stdout),
    stderr: visibleOutput(io.stderr),
    setLastWords: (line) => {
      io.setLastWords(visiblePiece(line));
    },
    place: { ...io.place, ...(ask && { ask: (question, signal) => ask(visiblePiece(question), signal) }) },
  };
}

function visibleOutput(output: Output): VisibleOutput {
  return { write: (text, isColoured) => output.write(visiblePiece(text, isColoured)) };
}
