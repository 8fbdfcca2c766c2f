import { describeCrash } from "../../crash";
import { IisError } from "../../errors";
import { visibleText } from "../../visible-text";

/** A fault of what the engine asks for, with a message for people. */
export class AskedWrongly extends Error {}

/** What people are told of an error. That of one that nobody foresaw holds nothing that it quotes. */
export function toldMessage(error: unknown): string {
  const isForPeople = error instanceof IisError || error instanceof AskedWrongly;
  return visibleText(isForPeople ? error.message : describeCrash(error));
}
