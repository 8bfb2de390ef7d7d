//! The constants of the model, by name, as one value of the engine's number type each.
//!
//! Every field is one catalogue entry (or five of them, one a level); none has a value here. What
//! each means, its range, status and source stand in `assets/catalog`.

use crate::number::{Label, Number};

/// What a table is called that nobody named.
static UNNAMED: Label = Label::found("value at a level", "", "table at the level");
/// How a table gives values between whole levels.
static LINEAR: &str = "value at the level, on straight lines between whole levels";
/// How a geometric table does.
static GEOMETRIC: &str = "value at the level, in a constant ratio between whole levels";

/// A quantity that depends on a readiness level between 0 and 4.
#[derive(Clone, Copy, Debug)]
pub struct LevelTable<N> {
    start: N,
    steps: [N; 4],
    geometric: bool,
    label: &'static Label,
}

impl<N: Number> LevelTable<N> {
    /// A table whose values between levels lie on straight lines.
    pub fn linear(values: [N; 5]) -> Self {
        Self {
            start: values[0],
            steps: std::array::from_fn(|k| values[k + 1] - values[k]),
            geometric: false,
            label: &UNNAMED,
        }
    }

    /// The same table, its values called by a name.
    #[must_use]
    pub fn called(self, label: &'static Label) -> Self {
        Self { label, ..self }
    }

    /// A table whose values between levels keep a constant ratio; all values are positive.
    pub fn geometric(values: [N; 5]) -> Self {
        let logs = values.map(Number::ln);
        Self {
            geometric: true,
            ..Self::linear(logs)
        }
    }

    /// A linear table with every value multiplied.
    #[must_use]
    pub fn scaled(&self, factor: N) -> Self {
        Self {
            start: self.start * factor,
            steps: self.steps.map(|step| step * factor),
            geometric: self.geometric,
            label: self.label,
        }
    }

    /// The value at a real level; levels outside 0 to 4 count as the nearest end.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn at(&self, level: N) -> N {
        let mut sum = self.start;
        for (k, step) in self.steps.iter().enumerate() {
            let along = (level - N::constant(k as f64)).max(N::zero()).min(N::one());
            sum = sum + *step * along;
        }
        let value = if self.geometric { sum.exp() } else { sum };
        value.named(self.label)
    }
}

/// Where the numbers of [`Constants`] come from.
pub trait ConstantSource<N> {
    /// What goes wrong when an entry is missing.
    type Error;
    /// The value of a catalogue entry, in the catalogue's unit.
    fn constant(&mut self, id: &str) -> Result<N, Self::Error>;
}

fn five<N: Number, S: ConstantSource<N>>(source: &mut S, id: &str) -> Result<[N; 5], S::Error> {
    let mut values = [N::zero(); 5];
    for (level, value) in values.iter_mut().enumerate() {
        *value = source.constant(&format!("{id}.{level}"))?;
    }
    Ok(values)
}

macro_rules! constants {
    (
        scalars { $($(#[doc = $sdoc:literal])* $scalar:ident = $sid:literal;)* }
        linear { $($(#[doc = $ldoc:literal])* $linear:ident = $lid:literal;)* }
        geometric { $($(#[doc = $gdoc:literal])* $geometric:ident = $gid:literal;)* }
    ) => {
        /// All constants of the model.
        #[derive(Clone, Debug)]
        pub struct Constants<N> {
            $($(#[doc = $sdoc])* pub $scalar: N,)*
            $($(#[doc = $ldoc])* pub $linear: LevelTable<N>,)*
            $($(#[doc = $gdoc])* pub $geometric: LevelTable<N>,)*
        }

        impl<N: Number> Constants<N> {
            /// Reads every constant from a source.
            ///
            /// # Errors
            /// The source's error for the first entry that it does not have.
            pub fn read<S: ConstantSource<N>>(source: &mut S) -> Result<Self, S::Error> {
                Ok(Self {
                    $($scalar: source.constant($sid)?,)*
                    $($linear: LevelTable::linear(five(source, $lid)?).called({
                        static LABEL: Label = Label::documented_as(concat!($($ldoc),*), LINEAR);
                        &LABEL
                    }),)*
                    $($geometric: LevelTable::geometric(five(source, $gid)?).called({
                        static LABEL: Label = Label::documented_as(concat!($($gdoc),*), GEOMETRIC);
                        &LABEL
                    }),)*
                })
            }

            /// The catalogue ids read, level tables as five ids each.
            pub fn ids() -> Vec<String> {
                let mut ids: Vec<String> = vec![$($sid.to_owned(),)*];
                for table in [$($lid,)* $($gid,)*] {
                    ids.extend((0..5).map(|level| format!("{table}.{level}")));
                }
                ids
            }
        }
    };
}

constants! {
    scalars {
        /// Hours in a month (h).
        hours_per_month = "time.hours_per_month";
        /// Productive hours in a person-month (h).
        productive_hours = "time.productive_hours_per_person_month";

        /// Share of GPU memory that weights and cache may use (share).
        gpu_memory_share = "serving.gpu_memory_share";
        /// Memory of a GPU that the runtime keeps (bytes).
        gpu_memory_fixed = "serving.gpu_memory_fixed_bytes";
        /// Share of peak bandwidth reached when reading weights (share).
        eta_memory = "serving.eta_memory";
        /// Share of peak compute reached in decoding (share).
        eta_decode = "serving.eta_decode";
        /// Share of peak compute reached in prefill (share).
        eta_prefill = "serving.eta_prefill";
        /// Share of peak 16-bit compute reached in attention (share).
        eta_attention = "serving.eta_attention";
        /// Share of peak bandwidth reached when reading the KV cache (share).
        eta_kv = "serving.eta_kv";
        /// Share of the link's bandwidth reached by an exchange (share).
        eta_link = "serving.eta_link";
        /// Latency of one exchange between GPUs (s).
        allreduce_latency = "serving.allreduce_latency_s";
        /// Network of a GPU to those of other hosts, one direction (B/s).
        network = "serving.network_bytes";
        /// Latency of one exchange between hosts (s).
        network_latency = "serving.network_latency_s";
        /// Fixed time of a decoding step (s).
        step_overhead = "serving.step_overhead_s";
        /// Time of a step per layer (s).
        layer_overhead = "serving.layer_overhead_s";
        /// Extra time of a step per layer of a mixture of experts (s).
        moe_overhead = "serving.moe_layer_overhead_s";
        /// Time of a layer per token of a mixture of experts (s).
        moe_token_overhead = "serving.moe_token_overhead_s";
        /// Time of a step per running sequence (s).
        sequence_overhead = "serving.sequence_overhead_s";
        /// Compute efficiency of FP4 against wider kernels (factor).
        fp4_factor = "serving.fp4_factor";
        /// Compute efficiency where four-bit weights are widened to sixteen bits (factor).
        widening_factor = "serving.widening_factor";
        /// Experts above which a mixture is expert-parallel (count).
        expert_parallel_from = "serving.expert_parallel_from";
        /// Bytes of a weight in FP4, scales included (bytes).
        fp4_bytes = "serving.fp4_bytes_per_parameter";
        /// Bytes of a weight of gpt-oss at any precision (bytes).
        gpt_oss_bytes = "serving.gpt_oss_bytes_per_parameter";
        /// Prompt length at which half of the prefill all-reduce shows (tokens).
        prefill_overlap_tokens = "serving.prefill_overlap_tokens";
        /// Most sequences in one batch (count).
        batch_cap = "serving.batch_cap";
        /// Most sequences in one batch on a large GPU (count).
        batch_cap_large = "serving.batch_cap_large";
        /// Memory from which a GPU is large in this sense (GiB).
        batch_cap_large_from = "serving.batch_cap_large_from_gib";
        /// Share of cached prefixes that is common to all calls (share).
        prefix_common = "serving.prefix_common";
        /// Time that a call takes more where components share a model (share).
        adapter_cost = "serving.adapter_cost";
        /// Most sequences in one batch when only throughput counts (count).
        batch_cap_offline = "serving.batch_cap_offline";
        /// Time to first token against the bare prefill, for queueing (factor).
        first_token_factor = "serving.first_token_factor";
        /// What callers of a GPU job wait for, against its own length (factor).
        job_patience = "serving.job_patience";
        /// Dense FP16 compute of an H100 SXM, in which GPU-seconds of jobs are stated (FLOP/s).
        reference_compute = "serving.reference_compute_flops";

        /// Highest planned use of a replica (share).
        replica_utilisation = "capacity.replica_utilisation";
        /// Safety staffing of the square-root rule (factor).
        square_root_safety = "capacity.square_root_safety";
        /// Replicas kept of a unit with a core component (count).
        ha_min_core = "capacity.ha_min_core";
        /// Replicas kept of any other unit (count).
        ha_min_other = "capacity.ha_min_other";
        /// Whether replicas and pods are bought whole (1) or in fractions (0) (share).
        rounding = "capacity.rounding";
        /// Correlation of the peaks of components that state their own (share).
        peak_correlation = "capacity.peak_correlation";
        /// Highest planned use of a CPU (share).
        cpu_utilisation = "capacity.cpu_utilisation";
        /// Smallest pod (vCPU).
        pod_vcpu_min = "capacity.pod_vcpu_min";
        /// Memory of a process beside what its components hold (GiB).
        process_memory = "capacity.process_gib";
        /// Memory that comes with a vCPU (GiB).
        pod_gib_per_vcpu = "capacity.pod_gib_per_vcpu";
        /// Node capacity bought per capacity used by pods (factor).
        node_overhead = "capacity.node_overhead";
        /// vCPUs that come with a GPU (vCPU).
        vcpu_per_gpu = "capacity.vcpu_per_gpu";
        /// vCPUs of a CPU host, for counting hosts (vCPU).
        vcpu_per_host = "capacity.vcpu_per_host";
        /// Time until a new replica serves, weights apart (minutes).
        scale_up_minutes = "capacity.scale_up_minutes";
        /// Rate at which a new replica loads weights (GiB/minute).
        weight_load_gib_per_minute = "capacity.weight_load_gib_per_minute";

        /// CPU time of a call across a unit boundary, each side (ms).
        hop_cpu_ms = "boundary.hop_cpu_ms";
        /// CPU time per MiB sent across a unit boundary, each side (ms/MiB).
        hop_cpu_ms_per_mib = "boundary.hop_cpu_ms_per_mib";
        /// Latency of a call across a unit boundary (ms).
        hop_latency_ms = "boundary.hop_latency_ms";
        /// Share of traffic between units that crosses a zone (share).
        cross_zone_share = "boundary.cross_zone_share";
        /// CPU of a sidecar (vCPU a pod).
        sidecar_vcpu = "boundary.sidecar_vcpu";
        /// Memory of a sidecar (MiB a pod).
        sidecar_mib = "boundary.sidecar_mib";
        /// Growth of added latency per level of gap in distributed skill (share a level).
        latency_per_gap = "boundary.latency_per_gap";

        /// Price of a vCPU (USD/h).
        vcpu_price = "price.vcpu_hour";
        /// Price of memory (USD/GiB-h).
        memory_price = "price.gib_hour";
        /// Load balancer of a unit (USD/month).
        load_balancer_price = "price.load_balancer_month";
        /// Orchestrator's control plane of an environment (USD/month).
        control_plane_price = "price.control_plane_month";
        /// Environments that have a control plane (count).
        environments = "platform.environments";
        /// Observability of a host at full instrumentation (USD/month).
        observability_host_price = "price.observability_host_month";
        /// Observability of spans (USD per million).
        observability_span_price = "price.observability_million_spans";
        /// Spans that are kept (share).
        span_sampling = "platform.span_sampling";
        /// CI machine time (USD/minute).
        ci_minute_price = "price.ci_minute";
        /// Storage (USD/GiB-month).
        storage_price = "price.storage_gib_month";
        /// Data transfer across zones (USD/GiB).
        transfer_price = "price.transfer_gib";
        /// Share of hours in which staging runs (share).
        staging_hours = "platform.staging_hours_share";

        /// Drift of GPU prices (share a year).
        gpu_price_drift = "drift.gpu_price";
        /// Drift of hosted token prices (share a year).
        token_price_drift = "drift.token_price";
        /// Growth of wages (share a year).
        wage_growth = "drift.wages";
        /// Discount rate (share a year).
        discount_rate = "money.discount_rate";
        /// Contingency shown beside the total (share of cash).
        contingency = "money.contingency";

        /// Coupling across units while the product is exploring, against stable (factor).
        maturity_exploring = "pace.maturity_exploring";
        /// Coupling across units while the product is growing, against stable (factor).
        maturity_growing = "pace.maturity_growing";
        /// Modularity lost per churn inside a unit of several components (per churn).
        erosion_inside = "pace.erosion_inside";
        /// Growth of outside couplings per churn (factor per churn).
        drift = "pace.drift";
        /// Most that outside couplings drift to (factor).
        drift_most = "pace.drift_most";
        /// Modularity below which nothing erodes (share).
        modularity_floor = "pace.modularity_floor";
        /// Share of effort that holds boundaries (share).
        upkeep_holding = "pace.upkeep_holding";
        /// Speed at which full upkeep restores modularity (share a month).
        upkeep_recovery = "pace.upkeep_recovery";
        /// Diseconomy of size: the effort exponent less one (exponent).
        size_exponent = "pace.size_exponent";
        /// Code added per effort delivered (PM/PM).
        growth_per_effort = "pace.growth_per_effort";
        /// Team that loses no output to coordination (people).
        free_team = "pace.free_team";
        /// Loss of output per head with the effective team size (exponent γ).
        coordination_exponent = "pace.coordination_exponent";
        /// Coupling over a standard interface, against one's own (factor).
        contract_standard = "pace.contract_standard";
        /// Coupling over shared tables or code, against an interface of one's own (factor).
        contract_shared = "pace.contract_shared";
        /// How near components are that no call joins, against those that one does (share).
        neighbours_apart = "pace.neighbours_apart";
        /// Extra effort of a change that crosses units (share).
        crossing_effort = "pace.crossing_effort";
        /// Growth of the crossing effort per level of gap in distributed skill (share a level).
        crossing_gap_distributed = "pace.crossing_gap_distributed";
        /// Growth of the crossing effort per level of gap in ownership (share a level).
        crossing_gap_ownership = "pace.crossing_gap_ownership";
        /// Growth of the crossing effort per doubling of units per team of seven (share).
        grain = "pace.grain";
        /// Engineers of a team, in the grain of units (people).
        grain_team = "pace.grain_team";
        /// Wait for a neighbour in a change that crosses units (h).
        crossing_wait_hours = "pace.crossing_wait_hours";
        /// Fixed time of a build (minutes).
        build_minutes = "pace.build_minutes";
        /// Build and test time per size of the unit (minutes/PM).
        build_minutes_per_size = "pace.build_minutes_per_size";
        /// Work of testing a unit by hand before a release, per its size (PM/PM).
        regression = "pace.regression_per_size";
        /// Longest suite that is borne at delivery level 3 (minutes).
        suite_limit = "pace.suite_minutes";
        /// Longest suite that is borne at delivery level 4 (minutes).
        suite_limit_top = "pace.suite_minutes_top";
        /// Builds of a change (count).
        builds_per_change = "pace.builds_per_change";
        /// Share of build time in which its author is blocked (share).
        build_blocked_share = "pace.build_blocked_share";
        /// Hours a month in which a unit's pipeline merges (h).
        pipeline_hours = "pace.pipeline_hours";
        /// Price of a batch interface against that of answers at once (factor).
        batch_price = "price.batch_interface";
        /// Months in which hiring means to work a backlog off (months).
        backlog_months_to_clear = "people.backlog_months";
        /// Replicas started at a time beside the old ones in a release (share).
        release_surge = "pace.release_surge";
        /// Time until a node with GPUs is there, where none is spare (minutes).
        release_node = "pace.release_node_minutes";
        /// Rate at which weights are loaded onto a node that is new (GiB/minute).
        release_cold = "pace.release_cold_gib_per_minute";
        /// Rate at which weights are loaded onto a node that had them (GiB/minute).
        release_warm = "pace.release_warm_gib_per_minute";
        /// Time until a serving engine answers, weights apart (minutes).
        release_engine = "pace.release_engine_minutes";
        /// Backlog that survives a month (share).
        backlog_kept = "pace.backlog_kept";
        /// Monthly value of a change, as a share of its cost (share a month).
        delay_value_share = "pace.delay_value_share";
        /// Growth of evaluation time and cost per level of gap in model operations (share a level).
        evaluation_gap = "pace.evaluation_gap";

        /// Changes that fail at delivery level 2 (share).
        change_failure_rate = "reliability.change_failure_rate";
        /// Change failure rate per level of delivery below 2 (factor).
        failure_per_level = "reliability.failure_per_level";
        /// Growth of the failure rate with the unit's size (exponent).
        failure_size_exponent = "reliability.failure_size_exponent";
        /// Growth of the failure rate per crossing share and level of gap (share).
        failure_crossing = "reliability.failure_crossing";
        /// Incidents of a unit that no change causes (per unit and month).
        other_incidents = "reliability.other_incidents";
        /// Incidents of a host that no change causes (per host and month).
        host_incidents = "reliability.host_incidents";
        /// Growth of other incidents per level of gap (share a level).
        other_incidents_gap = "reliability.other_incidents_gap";
        /// GPU failures (per GPU-month).
        gpu_failures = "reliability.gpu_failures";
        /// Reclaims of spot GPUs (per GPU-month).
        spot_reclaims = "reliability.spot_reclaims";
        /// Time in which a hosted API does not answer (share of hours).
        hosted_api_down = "reliability.hosted_api_down_share";
        /// Hosted API downtime left with a second provider behind a gateway (share).
        second_provider = "reliability.second_provider_factor";
        /// Growth of time to restore with the unit's size (exponent).
        restore_size_exponent = "reliability.restore_size_exponent";
        /// Growth of time to restore per doubling of the release batch (share).
        restore_per_batch = "reliability.restore_per_batch";
        /// Growth of time to restore per level of gap in ownership (share a level).
        restore_gap_ownership = "reliability.restore_gap_ownership";
        /// Share of time to restore that is finding the place (share).
        locating_share = "reliability.locating_share";
        /// Time to locate a fault over two units, against one (factor).
        locating_two = "reliability.locating_two_units";
        /// Time to locate a fault over three units, against one (factor).
        locating_three = "reliability.locating_three_units";
        /// Time to locate a fault over four or more units, against one (factor).
        locating_four = "reliability.locating_four_units";
        /// Incidents that span units (share).
        spanning_share = "reliability.spanning_share";
        /// Growth of the spanning share per level of gap in distributed skill (share a level).
        spanning_gap = "reliability.spanning_gap";
        /// Failures that take down the rest of their unit (share).
        crash_through = "reliability.crash_through";
        /// Leak of a failure to other units per level of gap (share).
        leak = "reliability.leak_per_gap";
        /// Share of its value that an incident costs while it lasts (share).
        severity = "reliability.severity";
        /// Security incidents whatever the architecture (per year).
        security_base = "security.base_per_year";
        /// Security incidents per doubling of exposed units (per year).
        security_per_unit = "security.per_unit_year";
        /// Growth of security incidents per level of gap in security (share a level).
        security_gap = "security.per_gap";

        /// Operations of any product (h/month).
        operations_fixed = "operations.fixed_hours";
        /// Operations per engineer (h/month).
        operations_per_engineer = "operations.hours_per_engineer";
        /// Operations per doubling of units (h/month).
        operations_per_doubling = "operations.hours_per_doubling_of_units";
        /// Operations of a unit that automation takes over (h/month).
        operations_per_unit = "operations.hours_per_unit";
        /// Operations of a unit that stay (h/month).
        operations_per_unit_fixed = "operations.fixed_hours_per_unit";
        /// Operations of a pool beyond one a unit (h a month).
        operations_per_pool = "operations.hours_per_pool";
        /// Growth of operations per level of platform below 2 (factor).
        automation_per_level = "operations.automation_per_level";
        /// Operations of having GPUs at all (h/month).
        operations_gpu_fixed = "operations.gpu_fixed_hours";
        /// Operations per GPU (h/month).
        operations_per_gpu = "operations.hours_per_gpu";
        /// People on a small incident until it is over (people).
        responders = "operations.responders";
        /// People on a severe incident until it is over (people).
        responders_severe = "operations.responders_severe";
        /// Value that goes down from which an incident is severe (share).
        severe_from = "operations.severe_from";
        /// Work after an incident (h).
        incident_followup = "operations.incident_followup_hours";
        /// Most of the people that operations may take (share).
        operations_cap = "operations.cap_share";
        /// Pay of an on-call rotation (USD/month).
        on_call_price = "operations.on_call_month";
        /// Units that one rotation covers (count).
        units_per_rotation = "operations.units_per_rotation";
        /// People that a rotation on one site wants (people).
        rotation_one_site = "operations.rotation_one_site";
        /// People that a rotation wants on each of two sites (people).
        rotation_two_sites = "operations.rotation_two_sites";
        /// Engineers per manager (people).
        span_of_control = "people.engineers_per_manager";
        /// Cost of a hire (USD).
        hire_cost = "people.hire_cost";
        /// Months from an open post to its filling (months).
        hire_lag = "people.hire_lag_months";
        /// Months until a hire is fully productive (months).
        ramp_months = "people.ramp_months";
        /// Output of a person while ramping (share).
        ramp_output = "people.ramp_output";
        /// People who leave (share a year).
        attrition = "people.attrition";
        /// Cost of an employee per salary (factor).
        loaded_cost = "people.loaded_cost";
        /// How busy today's team is taken to be when no efforts are stated (share).
        balanced_utilisation = "people.balanced_utilisation";
        /// Lowest plausible need against the people there are (share).
        balance_low = "people.balance_low";
        /// Highest plausible need against the people there are (share).
        balance_high = "people.balance_high";
        /// Salary, backend engineer (USD/year).
        salary_backend = "salary.backend";
        /// Salary, machine-learning engineer (USD/year).
        salary_ml = "salary.ml";
        /// Salary, data engineer (USD/year).
        salary_data = "salary.data";
        /// Salary, platform engineer (USD/year).
        salary_platform = "salary.platform";
        /// Salary, security engineer (USD/year).
        salary_security = "salary.security";
        /// Salary, engineering manager (USD/year).
        salary_manager = "salary.manager";
        /// Contractor (USD/month).
        contractor_month = "salary.contractor_month";
        /// Months until a contractor is fully productive (months).
        contractor_ramp = "people.contractor_ramp_months";

        /// Launch work of a unit (PM).
        launch_per_unit = "migration.launch_per_unit";
        /// Migration work of a new unit (PM).
        migration_per_unit = "migration.work_per_unit";
        /// Migration work per code moved (PM/PM).
        migration_per_size = "migration.work_per_size";
        /// Migration work saved by modularity (share).
        migration_modularity = "migration.modularity_saving";
        /// Growth of migration work per level of gap (share a level).
        migration_gap = "migration.work_per_gap";
        /// Work of merging per code moved (PM/PM).
        merge_per_size = "migration.merge_per_size";
        /// Work of merging per unit absorbed (PM).
        merge_per_unit = "migration.merge_per_unit";
        /// Most of the people that a migration may take (share).
        migration_cap = "migration.people_share";
        /// Shortest migration per doubling of units changed (months).
        migration_months = "migration.months_per_doubling";
        /// Extra cost of infrastructure while old and new both run (share).
        dual_running = "migration.dual_running_share";

        /// Level taken where nobody knows (level).
        unknown_level = "readiness.unknown_level";
        /// Levels gained by practice (level/month).
        practice = "readiness.practice_per_month";
        /// Most that training raises one dimension (level/month).
        training_per_dimension = "readiness.training_per_dimension_month";
        /// Most that training raises all dimensions together (level/month).
        training_all = "readiness.training_all_month";
        /// Work lost to training (PM per person and level).
        training_work = "readiness.training_work";
        /// Price of training (USD per person and level).
        training_price = "readiness.training_price";
        /// Pace lost while training (share).
        training_pace = "readiness.training_pace_loss";
        /// Stability lost while training (share).
        training_stability = "readiness.training_stability_loss";
        /// Months before a stage in which its training may begin (months).
        training_lead = "readiness.training_lead_months";
        /// Most whole-level steps of a plan beyond the gates (count).
        training_steps = "readiness.training_steps";
        /// Gate gap up to which a roadmap counts as ready (level).
        ready_gap = "readiness.ready_gap";

        /// Difference below which roadmaps count as the same (share of the total).
        no_difference = "verdict.no_difference";
    }
    linear {
        /// Share of autoscaling that follows the load, by cost level.
        autoscaling = "capacity.autoscaling";
        /// CPU bought per CPU used, by cost level.
        cpu_overprovision = "capacity.cpu_overprovision";
        /// GPUs bought per GPU used, by cost level.
        gpu_overprovision = "capacity.gpu_overprovision";
        /// Share of calls that are routed to where their prefix is, by level of model operations.
        prefix_routing = "serving.prefix_routing";
        /// Share of the full host price of observability paid, by observability level.
        observability_depth = "platform.observability_depth";
        /// Share of spans recorded at all, by observability level.
        tracing_depth = "platform.tracing_depth";
        /// Tool licences per engineer, by platform level (USD/month).
        licence_per_engineer = "platform.licence_per_engineer";
        /// Tool licences per unit, by platform level (USD/month).
        licence_per_unit = "platform.licence_per_unit";
        /// Coupling between units, by boundaries level (share).
        coupling_across = "pace.coupling_across";
        /// Modularity at the start, by boundaries level (share).
        modularity_start = "pace.modularity_start";
        /// Share of the tests that machines run, by delivery level (share).
        automated = "pace.automated";
        /// Erosion against that at level 1, by boundaries level (factor).
        erosion_at_level = "pace.erosion_at_level";
        /// Share of effort that today's boundaries are kept with, by boundaries level (share).
        today_upkeep = "pace.today_upkeep";
        /// Harm of a failed change under gradual exposure, by delivery level (share).
        exposure_harm = "reliability.exposure_harm";
        /// Crash-through left by isolation, by delivery level (factor).
        crash_containment = "reliability.crash_containment";
        /// Failed changes that are rolled back, by delivery level (share).
        rolled_back = "reliability.rolled_back";
        /// Time to locate a spanning fault, by observability level (factor).
        locating_tools = "reliability.locating_tools";
    }
    geometric {
        /// Build parallelism, by delivery level (factor).
        parallelism = "pace.parallelism";
        /// Compute saved by test selection and caching, by delivery level (factor).
        compute_saving = "pace.compute_saving";
        /// Changes that break the common build, by delivery level (share).
        breaking = "pace.breaking_share";
        /// Time that a release lets an old replica finish, by delivery level (minutes).
        drain = "pace.drain_minutes";
        /// Releases of a unit, by delivery level (per month).
        cadence = "reliability.cadence";
        /// Hours to roll a failed change back, by delivery level (h).
        rollback_hours = "reliability.rollback_hours";
        /// Hours to restore, by incident-response level (h).
        restore_hours = "reliability.restore_hours";
    }
}

#[cfg(test)]
mod tests {
    use super::{Constants, LevelTable};

    #[track_caller]
    fn check(value: f64, expected: f64) {
        assert!(
            (value - expected).abs() < 1e-9,
            "{value} instead of {expected}"
        );
    }

    #[test]
    fn a_linear_table_lies_on_straight_lines() {
        let table = LevelTable::linear([4.0, 3.0, 2.0, 1.6, 1.3]);
        check(table.at(0.0), 4.0);
        check(table.at(2.0), 2.0);
        // Half way between 3 and 2; a quarter of the way from 1.6 to 1.3: 1.6 − 0.25·0.3 = 1.525.
        check(table.at(1.5), 2.5);
        check(table.at(3.25), 1.525);
        check(table.scaled(10.0).at(3.25), 15.25);
    }

    #[test]
    fn a_geometric_table_keeps_ratios() {
        let table = LevelTable::geometric([1.0, 2.0, 4.0, 32.0, 256.0]);
        check(table.at(3.0), 32.0);
        // √(4·32) = √128 = 11.3137…; a third of the way from 32 to 256: 32·8^(1/3) = 64.
        check(table.at(2.5), 128f64.sqrt());
        check(table.at(3.0 + 1.0 / 3.0), 64.0);
    }

    #[test]
    fn levels_beyond_the_ends_count_as_the_ends() {
        for table in [
            LevelTable::linear([1.0, 2.0, 3.0, 4.0, 5.0]),
            LevelTable::geometric([1.0, 2.0, 3.0, 4.0, 5.0]),
        ] {
            check(table.at(-1.0), 1.0);
            check(table.at(4.0), 5.0);
            check(table.at(7.0), 5.0);
        }
    }

    #[test]
    fn a_table_is_five_entries_and_no_entry_stands_twice() {
        let mut ids = Constants::<f64>::ids();
        for level in 0..5 {
            assert!(ids.contains(&format!("pace.parallelism.{level}")));
        }
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}
