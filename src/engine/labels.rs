//! What the results of formulas are called in an explanation.
//!
//! A name is the field's own word, in lower case where a sentence would have it so; `money` in a
//! unit stands for the scenario's currency. Series of the report are named in their table,
//! [`super::series`], tables by level in [`super::constants`].

use crate::number::Label;

macro_rules! labels {
    ($($name:ident = $words:literal, $unit:literal $(, $method:literal)?;)*) => {
        $(
            #[doc = concat!(" ", $words, " (", $unit, ").")]
            pub static $name: Label = labels!(@ $words, $unit $(, $method)?);
        )*
    };
    (@ $words:literal, $unit:literal) => { Label::new($words, $unit) };
    (@ $words:literal, $unit:literal, $method:literal) => {
        Label::found($words, $unit, $method)
    };
}

// Demand and prices.
labels! {
    USERS = "users", "users";
    USERS_TODAY = "users in month 0", "users";
    USERS_CEILING = "users at which growth levels off", "users";
    USERS_BY_GROWTH = "users, events apart", "users";
    EVENTS = "factor of the events so far", "factor";
    AMOUNTS = "sum of the month's events", "";
    DRIFT = "factor of the drift so far", "factor";
    LOAD = "mean load", "requests/s";
    PEAK_LOAD = "load of the busiest hour", "requests/s";
    NODE_LOAD = "load at an hour of the day", "requests/s";
    REQUESTS = "requests in the month", "requests";
    CLOUD_FACTOR = "factor on cloud prices", "factor";
    TOKEN_FACTOR = "factor on token prices", "factor";
    PRICE_VCPU = "price of a vCPU", "money/h";
    PRICE_MEMORY = "price of memory", "money/GiB-h";
    PRICE_LOAD_BALANCER = "load balancer", "money/month";
    PRICE_CONTROL_PLANE = "control plane", "money/month";
    PRICE_HOST = "observability of a host", "money/month";
    PRICE_SPANS = "observability of a million spans", "money/million";
    PRICE_CI = "price of CI machine time", "money/minute";
    PRICE_STORAGE = "price of storage", "money/GiB-month";
    PRICE_TRANSFER = "price of transfer across zones", "money/GiB";
    PRICE_HIRE = "cost of a hire", "money/hire";
    PRICE_ON_CALL = "pay of a rotation", "money/month";
    PRICE_CONTRACTOR = "contractor by the catalogue", "money/month";
    PRICE_TRAINING = "training of an engineer by a level", "money/level";
    SALARY = "salary by the catalogue", "money/year";
    SALARY_LOADED = "pay with its loaded cost", "money/year";
    PROMPT_PRICE = "price of a prompt token", "money/token";
    CACHED_PRICE = "price of a cached prompt token", "money/token";
    ANSWER_PRICE = "price of an answer token", "money/token";
    CALL_PRICE = "price of a hosted call", "money/call";
    GPU_PRICE = "GPU price on demand", "money/GPU-h";
    GPU_SPOT_PRICE = "GPU price on spot capacity", "money/GPU-h";
    GPU_HOUR = "price of a GPU-hour", "money/GPU-h";
    GPU_SPOT_HOUR = "price of a GPU-hour on spot capacity", "money/GPU-h";
    GPU_ON_SPOT = "GPUs on spot capacity", "GPUs";
    GPU_RENT = "GPU rent", "money";
    GPU_COMMITTED = "GPUs committed to", "GPUs";
    GPU_AGREED = "price agreed for committed GPUs", "money/GPU-h";
    GPU_HELD = "GPUs held", "GPUs";
    GPU_HELD_PEAK = "GPUs held in the busiest hour", "GPUs";
    GPU_HELD_STAGING = "GPUs held for staging", "GPUs";
    GPU_STAGING = "GPUs of staging", "money";
    DISCOUNT_FACTOR = "present value factor", "factor";
}

// Components and what they do.
labels! {
    CHANGES_ASKED = "changes asked for in month 0", "changes/month";
    CHANGES_NEW = "new changes", "changes";
    CPU_PER_CALL = "CPU time of a call", "vCPU-s";
    TARGET_FIRST = "target for the time to first token", "s";
    TARGET_INTER = "target for the inter-token time", "s";
    JOB_MEMORY = "GPU memory of the job", "bytes";
    RETRAIN_LOAD = "retraining", "GPU-s/s";
    FEEDBACK = "evaluations that feedback triggers", "evaluations/month";
    MODEL_PARAMS = "parameters", "parameters";
    MODEL_ACTIVE = "active parameters", "parameters";
    GPU_MEMORY = "GPU memory", "bytes";
    GPU_BANDWIDTH = "memory bandwidth", "B/s";
    GPU_COMPUTE = "dense compute", "FLOP/s";
    GPU_LINK = "link bandwidth", "B/s";
    UNIT_CPU = "CPU time of a request", "vCPU-s/request";
    UNIT_CPU_DEFERRABLE = "CPU time that can wait", "vCPU-s/request";
    UNIT_CPU_STEADY = "CPUs that are always busy", "vCPU";
    UNIT_MEMORY = "memory of a pod", "GiB";
    UNIT_WORKING = "working set of a request", "GiB-s/request";
    UNIT_WORKING_STEADY = "working set of what is always busy", "GiB";
    UNIT_CALLS_OUT = "calls that leave the unit", "calls/request";
    UNIT_TRANSFER = "data that leaves the unit", "GiB/request";
    UNIT_FEES = "fees of calls that leave the unit", "money/request";
    UNIT_HOSTED = "hosted models at first prices", "money/request";
    UNIT_STORAGE = "storage", "GiB";
    UNIT_STORAGE_USER = "storage per user", "GiB/user";
    UNIT_WEIGHTS = "weights that a new replica loads", "GiB";
    HOP_CPU = "CPU time of a call across the boundary", "vCPU-s/call";
    COMPONENT_CPU = "CPU time per user request", "vCPU-s/request";
    HOSTED_PRICE = "hosted calls of a user request", "money/request";
}

// Serving.
labels! {
    WEIGHTS = "weights of the model", "bytes";
    USABLE_MEMORY = "usable GPU memory", "bytes";
    CACHE_PER_TOKEN = "KV cache of a token", "bytes/token";
    CACHE_ROOM = "memory left for the KV cache", "bytes";
    WEIGHT_BANDWIDTH = "bandwidth for weights", "B/s";
    CACHE_BANDWIDTH = "bandwidth for the KV cache", "B/s";
    DECODE_COMPUTE = "compute in decoding", "FLOP/s";
    PREFILL_COMPUTE = "compute in prefill", "FLOP/s";
    STEP_OVERHEAD = "fixed time of a decoding step", "s";
    ALLREDUCE = "all-reduce between GPUs", "s";
    STEP = "decoding step", "s";
    PREFILL = "prefill", "s";
    BATCH_FITS = "calls whose KV cache fits", "calls";
    BATCH = "batch", "calls",
        "largest batch that fits, is within the cap and whose decoding step keeps the inter-token target";
    ATTENTION_COMPUTE = "16-bit compute in attention", "FLOP/s";
    SECONDS_PER_CALL = "replica time of a call", "s";
    BATCH_CAP = "most sequences in one batch", "count";
    SECONDS_WITH_ADAPTERS = "replica time of a call with an adapter", "s";
    MEAN_PROMPT = "mean prompt", "tokens";
    MEAN_FRESH_PROMPT = "mean prompt without its cached prefix", "tokens";
    MEAN_ANSWER = "mean answer", "tokens";
    CALLS = "calls per user request", "calls/request";
    SLOT_TIME = "replica time of a user request", "s/request";
    SLOT_UNHIT = "GPU time of a request that prefix hits save", "s";
    PREFIX_HITS = "prefix hits met, of those stated", "share";
    SLOT_DEFERRABLE = "replica time that can wait", "s/request";
    SLOT_STEADY = "replicas that are always busy", "replicas";
    SLOT_BATCH = "smallest batch on the GPUs", "calls";
    GPU_SPEED = "speed against the reference GPU", "factor";
    JOB_SECONDS = "GPU time of a call on this hardware", "s";
}

// Infrastructure.
labels! {
    ERLANGS = "offered load", "erlangs";
    SLOT_REPLICAS = "replicas that the load needs", "replicas";
    CPU_DEMAND = "CPU demand", "vCPU";
    WORKING_SET = "memory of what is in use", "GiB";
    BOUGHT = "whole replicas, at least the minimum", "replicas";
    RAW_REPLICAS = "replicas before rounding", "replicas";
    AUTOSCALING = "autoscaling that follows the load", "share";
    SCALE_UP = "time until a new replica serves", "h";
    HOST_CPU = "CPUs of a replica", "vCPU";
    POD = "size of a pod", "vCPU";
    REPLICAS = "replicas", "replicas";
    REPLICAS_PEAK = "replicas in the busiest hour", "replicas";
    UNIT_GPUS = "GPUs held", "GPUs";
    UNIT_GPUS_PEAK = "GPUs held in the busiest hour", "GPUs";
    UNIT_STAGING = "GPUs of the staging replica", "GPUs";
    UNIT_CPU_COST = "CPU and memory cost", "money";
    UNIT_STAGING_COST = "staging on CPUs", "money";
    UNIT_HOSTS = "hosts that observability counts", "hosts";
    BUSY = "replicas kept busy", "replicas";
    CPU_HOURLY = "CPU and memory per hour", "money/h";
    SPIKE_HOURS = "hours in which spikes go unserved", "h";
    UNIT_PLATFORM = "load balancer, staging and call fees", "money";
    UNIT_HOSTED_COST = "hosted model cost", "money";
    UNIT_STORAGE_COST = "storage and transfer cost", "money";
    CONTROL_PLANES = "control planes", "money";
    OBSERVABILITY = "observability cost", "money";
    STAGE_CPU = "CPU and memory cost of the stage", "money";
    STAGE_PLATFORM = "platform cost of the stage", "money";
    STAGE_HOSTED = "hosted model cost of the stage", "money";
    STAGE_STORAGE = "storage and transfer cost of the stage", "money";
    STAGE_GPUS = "GPUs held in the stage", "GPUs";
    STAGE_HOPS = "calls between units", "calls/request";
}

// Pace.
labels! {
    COUPLING = "coupling across units", "share";
    CROSSING = "cross-unit share of changes", "share";
    EFFORT_OF_CROSSING = "extra effort of a change that crosses units", "share";
    CROSSING_EFFORT = "effort of a mean change against one that crosses nothing", "factor";
    CROSSING_EFFORT_TODAY = "effort of a mean change today against one that crosses nothing", "factor";
    OUTSIDE = "code in other units that a change reckons with", "PM";
    OUTSIDE_WORK = "work in other units that an engineer works beside", "share";
    EFFECTIVE_SIZE = "code that a change reckons with", "PM";
    SIZE_FACTOR = "effort by size against today", "factor";
    BESIDE = "share of the team that an engineer works beside", "share";
    BESIDE_OF = "part of the team worked beside", "share";
    PEOPLE_FOR_WORK = "people for the month's new changes", "people";
    WORK_OF_PEOPLE = "work that people can do", "PM";
    BUILD = "build and test time", "minutes";
    BUILD_WAIT = "work lost while waiting for builds", "PM/change";
    BUILD_BOUGHT = "build and test time with the machines bought", "minutes";
    SUITE_LIMIT = "longest build that is borne", "minutes";
    REGRESSION = "work of testing the unit's releases by hand", "PM";
    MOST_PASSES = "passes by hand through a unit, at most", "1/month";
    REGRESSION_NEW = "work of testing the releases of new changes by hand", "PM";
    REGRESSION_ALL = "work of testing all releases by hand", "PM";
    SESSION = "longest session that the unit holds", "minutes";
    DOWN_SESSIONS = "hours down by releases that end sessions", "h";
    ROLL = "time that a release takes to roll out", "h";
    CADENCE = "releases that the unit may make", "1/month";
    RELEASES = "releases of the unit", "1/month";
    GPU_SURGE = "GPUs of releases that roll out", "GPUs";
    MERGED = "changes that a build merges", "changes";
    UNIT_CEILING = "pace ceiling of the unit", "changes";
    STAGE_CEILING = "pace ceiling of the stage", "changes";
    LEAD_TIME = "lead time for changes", "days";
    WORK_SOUGHT = "work that people are sought for", "PM";
    CHANGES_SOUGHT = "changes that people are sought for", "changes/month";
    SOUGHT = "engineers sought", "people";
    GROWTH_AHEAD = "growth until a hire is productive", "factor";
    BATCH_PRICE = "factor of batch interfaces", "factor";
    QUEUE = "time that a change waits for its start", "days";
    STAGE_QUEUE = "time that changes of the stage wait for their start", "days";
    QUEUE_PART = "waiting weighted by changes", "days·changes";
    STAGE_LEAD_TIME = "lead time for changes of the stage", "days";
    MODULARITY = "modularity", "share";
    EROSION = "modularity lost per churn", "per churn";
    COUPLING_DRIFT = "drift of outside couplings", "factor";
    SIZE = "size", "PM";
    UNIT_SIZE = "size of the unit", "PM";
    PRODUCT_SIZE = "size of the product", "PM";
    UNIT_WANTED = "changes wanted", "changes";
    WANTED = "changes wanted", "changes";
    WANTED_ALL = "changes wanted of all units", "changes";
    WORK_SHARE = "share of the work", "share";
    UNIT_WORK_SHARE = "share of the work in the unit", "share";
    EFFORT = "effort of a change", "PM/change";
    EFFORT_TODAY = "effort of a change today", "PM/change";
    EFFORT_BALANCED = "effort at which today's people are as busy as usual", "PM/change";
    EFFORT_WITH_WAIT = "effort of a change with its waiting", "PM/change";
    WORK = "work of what is wanted", "PM";
    WORK_NEW = "work of new changes", "PM";
    STAGE_WORK = "work of everything wanted", "PM";
    FRACTION = "share of the wanted work that people can do", "share";
    UNIT_FRACTION = "share of the wanted changes delivered", "share";
    SLOTS = "pipeline slots wanted", "changes";
    DELIVERED = "changes delivered", "changes";
    BACKLOG = "backlog", "changes";
    BACKLOG_MONTHS = "months that the backlog takes", "months";
    EVALUATION_HOURS = "evaluation of a model change", "h";
    EVALUATION_COST = "evaluation of a model change", "money";
    CI_BUILDS = "CI machine time", "money";
    CI_EVALUATION = "evaluation of model changes", "money";
    STAGE_CI = "CI and evaluation", "money";
    CHURN = "churn", "share/month";
    SPENT = "effort delivered", "PM";
    WEIGHT = "weight of the stage", "share";
    PROGRESS = "progress of the change of units", "share";
    TEAM_TODAY = "effective team today", "people";
    PRODUCT_TODAY = "size of the product today", "PM";
    PRODUCT_PEOPLE = "product people today", "people";
    WAITING = "effort of what waits", "PM";
    CHANGE_PART = "lead time weighted by changes", "days·changes";
    UNIT_DELIVERED = "changes delivered by the unit", "changes";
}

// Reliability.
labels! {
    CHANGE_FAILURES = "failures that changes cause", "incidents";
    OTHER_INCIDENTS = "incidents that no change causes", "incidents";
    GPU_INCIDENTS = "GPU failures", "incidents";
    UNIT_INCIDENTS = "incidents of the unit", "incidents";
    RESTORE = "hours to restore", "h";
    MEND = "hours to mend a failed change", "h";
    ROLLBACK = "hours to roll a failed change back", "h";
    RECOVERY = "hours to recover from a failed change", "h";
    RESPONSE = "work of those who respond to incidents", "h";
    LOCATE = "time to locate a fault against one unit", "factor";
    UNIT_VALUE = "value lost while the unit is down", "share";
    BLAST = "blast radius", "share";
    REACHED = "value that goes down", "share";
    NEEDING = "value of those that cannot do without it", "share";
    CALLERS = "value of those that call it from other units", "share";
    REACH = "blast radius with its fallback", "share";
    FALLBACK = "own failure left by the fallback", "share";
    HITS = "failures that hit the component", "incidents";
    SIZE_RATIO = "size of the unit against the product today", "factor";
    DOWN = "hours down by failures of the component", "h";
    DOWN_AWAY = "hours down while a hosted model is away", "h";
    DOWN_PLATFORM = "hours down by the platform beneath the component", "h";
    DOWN_UNIT = "hours down by GPU failures", "h";
    DOWN_SPIKES = "hours down by spikes", "h";
    STAGE_DOWN = "hours down of the stage", "h";
    STAGE_INCIDENTS = "incidents of the stage", "incidents";
    SECURITY_RATE = "security incidents that reach all data stores", "incidents/year";
    READABLE = "data stores that the mean unit can read", "share";
    SECURITY_LOSS = "expected loss of security incidents", "money";
    OUTAGE = "value lost to outages", "money";
    HOURLY_VALUE = "value of an hour", "money/h";
    OVERLOAD = "operations asked for against people for them", "factor";
    LAUNCH_DELAY = "cost of a late launch", "money";
    WAITING_COST = "value of changes that wait", "money";
    SLOW_COST = "value of slow experiments", "money";
}

// People, readiness, money.
labels! {
    OPERATIONS = "work of operations", "h";
    AUTOMATION = "operations done by hand", "factor";
    INCIDENT_HOURS = "work on last month's incidents", "h";
    OPERATIONS_PEOPLE = "people whom operations ask for", "people";
    OPERATING = "people on operations", "people";
    FULL = "fully productive engineers", "people";
    RAMPING = "hires who are ramping", "people";
    OPEN_POSTS = "posts being filled", "people";
    CONTRACTORS = "contractors", "people";
    CONTRACTORS_PRODUCTIVE = "productive part of the contractors", "people";
    EMPLOYEES = "employees", "people";
    ENGINEERS = "engineers", "people";
    PRODUCTIVE = "output in fully productive people", "people";
    HIRED = "people hired", "people";
    LEAVERS = "people who leave", "people";
    NEED = "people whom the work asks for", "people";
    MAY_HIRE = "whether there is money to hire", "0 or 1";
    BUILDING = "people who build", "people";
    AVAILABLE = "people left by operations and training", "people";
    STUDYING = "people in training", "people";
    GAINED = "levels gained by training", "levels";
    LEVEL = "level", "levels";
    REQUIRED = "level required", "levels";
    GAP = "gap", "levels";
    AIM = "level aimed at", "levels";
    TRAINING_ACTIVE = "whether training lasts", "0 or 1";
    STAGE_READINESS = "readiness index of the stage", "share";
    LEAD_WEIGHT = "changes that lead time is weighted by", "changes";
    STAGE_READINESS_MEAN = "mean readiness of the stage", "share";
    SALARY_PRODUCT = "mean pay of the engineers", "money/year";
    SALARY_PLATFORM = "pay of a platform engineer", "money/year";
    SALARY_MANAGER = "pay of a manager", "money/year";
    CONTRACTOR_RATE = "contractor", "money/month";
    LOADED_COST = "loaded cost of a salary", "factor";
    PERSON_MONTH = "cost of a person-month", "money/PM";
    PAYROLL = "salaries of everybody on the payroll", "money";
    PAID_MONTH = "what a month of those who build costs, contractors included", "money/PM";
    WAGES = "growth of wages so far", "factor";
    ROTATIONS = "on-call rotations", "rotations";
    LICENCES = "tool licences", "money";
    MIGRATION_WORK = "migration work", "PM";
    MIGRATION_BUDGET = "people whom the migration may take", "people";
    MIGRATION_STEP = "progress of the change in the month", "share";
    MIGRATION_PEOPLE = "people who migrate", "people";
    MIGRATION_WANTED = "people whom the migration asks for", "people";
    SHORTEST = "shortest time of the migration", "months";
    LAUNCHED = "part of the product that is built", "share";
    IN_USE = "whether the product is in use", "0 or 1";
    UNITS = "units", "units";
    POOLED_PEAK = "busiest hour against the mean of a pool", "factor";
    SURGE = "GPU-hours rented for spikes", "h";
    SURGE_RENT = "rent of GPUs for spikes", "money";
    RESERVED_IDLE = "GPUs reserved and not needed", "money";
    POOLS = "pools beyond one for each unit", "pools";
    MOST_UNITS = "units of the largest stage", "units";
    BALANCE = "money in the bank", "money";
}
