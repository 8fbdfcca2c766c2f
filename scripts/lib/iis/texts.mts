// The awkward texts of the checks that send them through shells and servers.
import { poolNameProblem } from "#dist/provider/pool-file/schema/names.js";
import { makeAwkwardTexts } from "../../../tools/windows/awkward-texts.mts";

/** 500 names of pools and 1,500 values, the same in every run. */
export const awkwardTexts = makeAwkwardTexts((text) => poolNameProblem(text) === undefined);
