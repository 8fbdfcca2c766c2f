import { assume, rulesOf } from "../assume";
import { badValue, messageError, missingEntry, notSupported, win32 } from "../errors";
import { parsePath } from "../command-line/parse-path";
import { applyOperation, clearPath, writeElement } from "../config/apply-operation";
import { findSection } from "../config/find-section";
import { setSitePool } from "../config/objects";
import { isDropped, isRefused } from "../faults";
import { type Answer, commitEdit, type Context } from "./context";
import { appliedLine, appliedTo, checkSection, isAboutSites, sitesSectionName } from "./list-config";

/** `set config`: all operations from left to right on the working copy, then one commit; or none of them. */
export function setConfig(context: Context): Answer {
  const isSites = isAboutSites(context) && context.input === undefined;
  if (!isSites) checkSection(context);
  const { properties } = context.args;
  if (properties.length === 0 && context.input === undefined) {
    throw messageError("Must specify at least one configuration property to set.", win32.invalidParameter);
  }
  const refused = properties.find(({ argument }) => isRefused(context.world, argument));
  if (refused !== undefined) throw badValue(refused.path, refused.value ?? "", "Refused by APPCMD_EMULATOR_FAULT");
  if (isSites) return setSites(context);
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

/** The pools of the sites; nothing else of the sites can be set here. */
function setSites(context: Context): Answer {
  const { properties } = context.args;
  return commitEdit(context, (_pools, { config }) => {
    const sites = findSection(config, "sites");
    for (const property of properties) {
      if (sites === undefined) throw missingEntry();
      setSitePool(sites, property, parsePath(property.path, rulesOf(context.world)));
    }
    return properties.map(() => appliedTo(sitesSectionName)).join("\r\n");
  });
}

/** `clear config`: resets each path to its inherited value. Clearing the whole section is not supported. */
export function clearConfig(context: Context): Answer {
  checkSection(context);
  const { properties } = context.args;
  if (properties.length === 0) throw notSupported("CLEAR CONFIG of a whole section");
  const unfit = properties.find(({ prefix, value }) => prefix !== "" || value !== undefined);
  if (unfit !== undefined) {
    throw messageError(`Invalid parameter "${unfit.prefix}${unfit.path}"`, win32.invalidParameter);
  }
  return commitEdit(context, (section) => {
    for (const { path } of properties) clearPath(section, parsePath(path, rulesOf(context.world)));
    return appliedLine;
  });
}
