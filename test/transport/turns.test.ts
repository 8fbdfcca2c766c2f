import fc from "fast-check";
import { Turns } from "../../provider/transport/remote/turns";

/** What happens next: one more asks for a turn, the one at this place leaves the queue, or the oldest turn ends. */
type Step = "ask" | "end" | "lower" | { readonly leave: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Step>("ask") },
  { weight: 2, arbitrary: fc.constant<Step>("end") },
  { weight: 1, arbitrary: fc.constant<Step>("lower") },
  { weight: 2, arbitrary: fc.record({ leave: fc.nat(20) }) },
);

interface Asker {
  readonly number: number;
  readonly abort: AbortController;
  hasTurn: boolean | undefined;
}

/** Lets everything run that waits for nothing. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("turns for a limited number of commands", () => {
  it("are given in order, never more than the limit, and none is lost, whoever leaves the queue and when", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(anyStep, { maxLength: 40 }), async (limit, steps) => {
        const turns = new Turns(limit);
        const askers: Asker[] = [];
        let most = limit;
        const running: Asker[] = [];
        const begun: number[] = [];
        const ask = (): void => {
          const asker: Asker = { number: askers.length, abort: new AbortController(), hasTurn: undefined };
          askers.push(asker);
          void turns.take([asker.abort.signal, new AbortController().signal]).then((hasTurn) => {
            asker.hasTurn = hasTurn;
            if (!hasTurn) return;
            running.push(asker);
            begun.push(asker.number);
          });
        };
        for (const step of steps) {
          const before = running.length;
          if (step === "ask") ask();
          else if (step === "end") {
            if (running.shift() !== undefined) turns.end();
          } else if (step === "lower") {
            if (running.length > 1) {
              turns.lowerLimit();
              most = Math.min(most, running.length - 1);
              running.shift();
              turns.end();
            }
          } else {
            const waiting = askers.filter(({ hasTurn }) => hasTurn === undefined);
            const one = waiting[step.leave];
            one?.abort.abort();
            await settle();
            if (one !== undefined) expect(one.hasTurn).toBe(false);
          }
          await settle();
          expect(turns.taken).toBe(running.length);
          const waiting = askers.filter(({ hasTurn }) => hasTurn === undefined);
          // Nobody waits while there is a free turn.
          if (waiting.length > 0) expect(running.length).toBeGreaterThanOrEqual(most);
          expect(running.length).toBeLessThanOrEqual(Math.max(most, before));
        }
        while (running.length > 0) {
          running.shift();
          turns.end();
          await settle();
        }
        expect(turns.taken).toBe(0);
        expect(askers.every(({ hasTurn }) => hasTurn !== undefined)).toBe(true);
        expect(begun).toEqual(begun.toSorted((one, other) => one - other));
        expect(begun).toEqual(askers.flatMap(({ hasTurn, number }) => (hasTurn === true ? [number] : [])));
      }),
    );
  });

  it("are not given to one whose signal is aborted before, nor again after it was aborted in the queue", async () => {
    const turns = new Turns(1);
    expect(await turns.take([AbortSignal.abort()])).toBe(false);
    expect(await turns.take([])).toBe(true);
    const abort = new AbortController();
    const [second, third] = [turns.take([abort.signal]), turns.take([])];
    // Both at once: the turn ends, and the one that would get it leaves.
    abort.abort();
    turns.end();
    expect(await Promise.all([second, third])).toEqual([false, true]);
    expect(turns.taken).toBe(1);
  });
});
