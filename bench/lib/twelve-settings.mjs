/** Twelve settings of a pool as JavaScript; those of 2000 differ in each from those of any other number. */
export const twelveSettings = (
  queue,
) => `{ queueLength: ${queue}, autoStart: ${queue === 2000}, enable32BitAppOnWin64: ${queue === 2000},
  managedPipelineMode: "${queue === 2000 ? "Classic" : "Integrated"}", startMode: "${queue === 2000 ? "AlwaysRunning" : "OnDemand"}",
  processModel: { idleTimeout: "${queue}m", pingInterval: "${queue}s", maxProcesses: ${queue} },
  recycling: { logEventOnRecycle: ${queue === 2000 ? '["Time"]' : '["Memory"]'}, periodicRestart: { privateMemory: ${queue}, requests: ${queue} } },
  failure: { rapidFailProtectionMaxCrashes: ${queue} } }`;
