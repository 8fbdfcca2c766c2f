import { assume, rulesOf } from "../assume";
import { messageError, win32 } from "../appcmd-error";
import { parsePath } from "../command-line/parse-path";
import { applyOperation, clearPath } from "../config/apply-operation";
import { writeElement } from "../config/write-element";
import { badValue, notSupported } from "../errors";
import { isDropped, isRefused } from "../faults";
import { commitEdit } from "./commit-edit";
import type { Answer, Context } from "./context";
import { appliedLine, checkSection } from "./section-argument";

/** `set config`: all operations from left to right on the working copy, then one commit; or none of them. */
export function setConfig(context: Context): Answer {
  checkSection(context);
  const { properties } = context.args;
  if (properties.length === 0 && context.input === undefined) {
    throw messageError("Must specify at least one configuration property to set.", win32.invalidParameter);
  }
  const refused = properties.find(({ argument }) => isRefused(context.world, argument));
  if (refused !== undefined) throw badValue(refused.path, refused.value ?? "", "Refused by APPCMD_EMULATOR_FAULT");
  return commitEdit(context, (section) => {
    const content = context.input?.children[0];
    if (content !== undefined) writeElement(section, content);
    for (const property of properties) {
      const segments = parsePath(property.path, rulesOf(context.world));
      if (!isDropped(context.world, segments)) applyOperation(section, property, segments);
    }
    const isOne = assume(context.world, "applied-lines") === "one";
    return isOne ? appliedLine : properties.map(() => appliedLine).join("\r\n");
  });
}

/** `clear config`: each path goes back to what it inherits. Clearing the whole section is left to the real tool. */
export function clearConfig(context: Context): Answer {
  checkSection(context);
  const { properties } = context.args;
  if (properties.length === 0) throw notSupported();
  const unfit = properties.find(({ prefix, value }) => prefix !== "" || value !== undefined);
  if (unfit !== undefined) {
    throw messageError(`Invalid parameter "${unfit.prefix}${unfit.path}"`, win32.invalidParameter);
  }
  return commitEdit(context, (section) => {
    for (const { path } of properties) clearPath(section, parsePath(path, rulesOf(context.world)));
    return appliedLine;
  });
}
