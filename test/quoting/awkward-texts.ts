import { poolNameProblem } from "../../provider/pool-file/schema/names";
import { makeAwkwardTexts } from "../../tools/windows/awkward-texts.mts";

const { names, values } = makeAwkwardTexts((text) => poolNameProblem(text) === undefined);

export const awkwardNames = names;
/** All 2,000. */
export const awkwardTexts = [...names, ...values];
