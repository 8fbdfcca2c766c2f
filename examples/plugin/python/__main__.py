import pulumi_iis as iis

# Recycles every night at three instead of every 29 hours.
iis.AppPool(
    "nightly",
    name="Nightly Reports",
    recycling={"periodic_restart": {"time": "0s", "schedule": ["03:00"]}},
)

# Recycles when it holds more than 1.5 GB, and logs the reason.
iis.AppPool(
    "shop",
    recycling={
        "log_event_on_recycle": [
            "Time",
            "Requests",
            "Schedule",
            "Memory",
            "IsapiUnhealthy",
            "OnDemand",
            "ConfigChange",
            "PrivateMemory",
        ],
        "periodic_restart": {"private_memory": "1.5GB"},
    },
)

# ASP.NET Core: no managed code, started with the server and never idle.
iis.AppPool(
    "api",
    managed_runtime_version="",
    start_mode="AlwaysRunning",
    process_model={"idle_timeout": "0s"},
)
