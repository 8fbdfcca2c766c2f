import "../require-node";

export { applyRequests } from "./apply/apply";
export { type ApplyOptions, applyPlan, type ApplyTarget, planObstacles } from "./verbs/apply-plan";
export { applyWaves, type WaveOptions, type WavesApplied } from "./verbs/apply-waves";
export { type GateProbes, probe, type ProbeRequest } from "./verbs/health-check";
export { type Examination, examineHost, type Finding } from "./doctor/examine-host";
export { localFiles, type TemporaryFile, type TemporaryFiles } from "./doctor/bench";
export { driftHost, listHostWorkers } from "./verbs/drift-host";
export { onEachHost } from "./hosts";
export { inspectHost, type Needs } from "./inspect";
export { planHost, type PlannedHost, type PlanOptions, prepareHost } from "./prepare";
export {
  type PreparedRecycle,
  prepareRecycle,
  type RecycleChoice,
  type RecycleOptions,
  recyclePools,
} from "./verbs/recycle-pools";
export type { Outcome, Request } from "./apply/request";
export type { Gathering } from "./gather/gathered-requests";
export { HostSession, type SessionOptions, type SubmitOptions } from "./session";
export {
  type PreparedPool as PreparedTurn,
  type PreparedStartStop as PreparedTurns,
  prepareStartStop as prepareTurns,
  type StateRequest as Turn,
  type StartStopResult as TurnedPool,
  startOrStop as turnPools,
} from "./verbs/start-stop";
export type { ErrorCode } from "../error-codes";
export { type Fault, IisError } from "../errors";
export { checkPool, type DeclaredValues } from "../pool-file/pool/app-pool";
export { describeChange, type PoolChange, reverseChange, type SettingChange } from "../plan/change/change";
export { type Desired, desiredOf } from "../plan/change/desired";
export { diffDesired } from "../plan/change/diff";
export { findPool, type LiveHost } from "../plan/change/live-host";
export type { HostApply, HostPlan, HostResult, HostWorkers, PlannedChange, PoolWorker } from "../plan/results";
export type { HostRecycle, PoolRecycle, ProbeAnswer } from "../plan/results";
export { type Operation, planChanges } from "../plan/commands/plan-changes";
export { type UnknownSetting, unknownSettings } from "../plan/drift/drift";
export { packCommands } from "../plan/commands/pack-commands";
export type { WaveResult } from "../plan/results";
export { type AssignedWaves, assignWaves, parseWaves, type Wave, type WaveStep } from "../plan/waves/waves";
export { connect } from "../transport/connect";
export { checkConnection } from "../connection/connection";
export type { Connection } from "../connection/schema";
export type { ExecResult, Transport } from "../transport/transport";
