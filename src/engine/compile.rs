//! From a scenario and the catalogue to the engine's [`Inputs`].
//!
//! Names become indices, money becomes the scenario's currency, optional numbers take the
//! catalogue's value. What cannot be resolved is an error that names the field.

use std::borrow::Cow;
use std::fmt;

use super::constants::{ConstantSource, Constants, LevelTable};
use super::demand::day_nodes;
use super::inputs::{
    Api, Change, Component, Demand, Edge, Event, Gpu, GpuTerms, Inputs, Launch, Leaves, Model,
    ModelPeriod, Money, Prices, Reliability, Spike, Team,
};
use super::labels as l;
use super::money::owned_gpu_hour;
use super::partition::Partition;
use super::specs::{gpu_of, model_of};
use super::yearly::Yearly;
use crate::catalog::{
    ApiSpec, Catalog, CatalogError, Given, GpuSpec, ModelSpec, Range, UnknownEntry,
};
use crate::number::{Label, Number, Subject};
use crate::scenario::Quantity;
use crate::scenario::schema::{self, DIMENSIONS, GrowthShape, Hosting, Kind, Scenario};

const MILLION: f64 = 1e6;
const MS_PER_S: f64 = 1e3;
const BYTES_PER_GIB: f64 = super::deployment::BYTES_PER_GIB;

/// Why a scenario cannot be projected.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CompileError {
    /// A catalogue entry is missing.
    #[error(transparent)]
    Unknown(#[from] UnknownEntry),
    /// An addition to the catalogue is not possible.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A field names something that is not there, or is missing what it needs.
    #[error("{path}: {message}")]
    Field {
        /// The field.
        path: String,
        /// What is wrong.
        message: String,
    },
}

fn field(path: impl Into<String>, message: impl Into<String>) -> CompileError {
    CompileError::Field {
        path: path.into(),
        message: message.into(),
    }
}

/// The likely value of everything.
#[derive(Clone, Copy, Debug)]
pub struct Likely<'a> {
    /// Where constants come from.
    pub catalog: &'a Catalog,
}

impl ConstantSource<f64> for Likely<'_> {
    type Error = UnknownEntry;
    fn constant(&mut self, id: &str) -> Result<f64, UnknownEntry> {
        self.catalog.likely(id)
    }
}

impl Leaves<f64> for Likely<'_> {
    fn stated(&mut self, _: fmt::Arguments<'_>, quantity: Quantity) -> f64 {
        quantity.likely
    }
}

/// The catalogue with what a scenario adds to it and replaces in it.
///
/// # Errors
/// When an override names no entry, or an addition is not possible.
pub fn catalog_of<'a>(
    scenario: &Scenario,
    catalog: &'a Catalog,
) -> Result<Cow<'a, Catalog>, CompileError> {
    let nothing = scenario.overrides.is_empty()
        && scenario.own_gpus.is_empty()
        && scenario.own_models.is_empty()
        && scenario.own_apis.is_empty();
    if nothing {
        return Ok(Cow::Borrowed(catalog));
    }
    let usd = 1.0 / scenario.units_per_usd.likely;
    let range =
        |q: &Quantity, factor: f64| Range::new(q.low * factor, q.likely * factor, q.high * factor);
    let same = |q: &Quantity| range(q, 1.0);
    let mut own = catalog.clone();
    for gpu in &scenario.own_gpus {
        let given = Given::assumed(&gpu.source);
        let spec = GpuSpec {
            memory_gib: same(&gpu.memory_gib),
            bandwidth_gbps: same(&gpu.bandwidth_gbps),
            fp16_tflops: same(&gpu.fp16_tflops),
            fp8_tflops: gpu.fp8_tflops.as_ref().map(same),
            fp4_tflops: gpu.fp4_tflops.as_ref().map(same),
            tdp_w: None,
            link_gbps: same(&gpu.link_gbps),
        };
        own.with_gpu(&gpu.name, &spec, &given)?;
        own.with_gpu_price(&gpu.name, range(&gpu.per_hour, usd), None, &given)?;
    }
    for model in &scenario.own_models {
        let experts = match (
            &model.experts,
            &model.experts_per_token,
            &model.expert_share,
        ) {
            (Some(all), Some(used), Some(share)) => Some([same(all), same(used), same(share)]),
            _ => None,
        };
        let spec = ModelSpec {
            params_b: same(&model.params_b),
            active_params_b: model.active_params_b.as_ref().map(same),
            layers: same(&model.layers),
            hidden: same(&model.hidden),
            kv_heads: same(&model.kv_heads),
            kv_bytes_per_token: same(&model.kv_bytes_per_token),
            experts,
            mla: false,
            gpt_oss: false,
        };
        own.with_model(&model.name, &spec, &Given::assumed(&model.source))?;
    }
    for api in &scenario.own_apis {
        let spec = ApiSpec {
            input: range(&api.input, usd),
            cached_input: range(&api.cached_input, usd),
            output: range(&api.output, usd),
        };
        own.with_api(&api.name, &spec, &Given::assumed(&api.source))?;
    }
    for replaced in &scenario.overrides {
        let value = replaced.value.ok_or_else(|| {
            field(
                format!("overrides[{}].value", replaced.id),
                "an override needs a value",
            )
        })?;
        own.with_override(
            &replaced.id,
            value.low,
            value.likely,
            value.high,
            &replaced.reason,
        )?;
    }
    Ok(Cow::Owned(own))
}

/// Compiles a scenario.
///
/// `catalog`: as [`catalog_of`] gives it; `leaves`: where the numbers come from.
///
/// # Errors
/// The first field that cannot be resolved.
pub fn compile<N: Number, L: Leaves<N, Error = UnknownEntry>>(
    scenario: &Scenario,
    catalog: &Catalog,
    leaves: &mut L,
) -> Result<Inputs<N>, CompileError> {
    let mut c = Compiler {
        scenario,
        catalog,
        leaves,
        rate: N::one(),
        models: Vec::new(),
        apis: Vec::new(),
    };
    c.rate = c.at("units_per_usd", scenario.units_per_usd);
    let mut k = Constants::read(c.leaves)?;
    in_currency(&mut k, c.rate);
    let mut order: Vec<usize> = (0..scenario.components.len()).collect();
    order.sort_by(|a, b| {
        scenario.components[*a]
            .name
            .cmp(&scenario.components[*b].name)
    });
    let names: Vec<&str> = order
        .iter()
        .map(|c| scenario.components[*c].name.as_str())
        .collect();
    if names.is_empty() {
        return Err(field("components", "there are no components"));
    }
    let levels = c.levels(&k);
    let components = order
        .iter()
        .enumerate()
        .map(|(index, at)| c.component((index, &scenario.components[*at]), &k, &levels))
        .collect::<Result<Vec<_>, _>>()?;
    let edges = c.edges(&names)?;
    let gpus = c.gpus(&k)?;
    let today = partition(&scenario.today, scenario, "today")?;
    Ok(Inputs {
        months: scenario.horizon_months as usize,
        demand: c.demand()?,
        components,
        edges,
        gpus,
        gpu_terms: c.gpu_terms(&k),
        prices: c.prices(&k),
        team: c.team(&k, levels),
        change: c.change(&k),
        reliability: c.reliability(),
        money: c.money(&k),
        launch: scenario.launch.as_ref().map(|launch| Launch {
            month: launch.month as usize,
            value_per_month: c.at("launch.value_per_month", launch.value_per_month),
        }),
        required: c.required()?,
        events: c.events(),
        models: c.models,
        apis: c.apis,
        k,
        today,
    })
}

/// Turns the catalogue's USD into the scenario's currency.
fn in_currency<N: Number>(k: &mut Constants<N>, rate: N) {
    for (price, label) in [
        (&mut k.vcpu_price, &l::PRICE_VCPU),
        (&mut k.memory_price, &l::PRICE_MEMORY),
        (&mut k.load_balancer_price, &l::PRICE_LOAD_BALANCER),
        (&mut k.control_plane_price, &l::PRICE_CONTROL_PLANE),
        (&mut k.observability_host_price, &l::PRICE_HOST),
        (&mut k.observability_span_price, &l::PRICE_SPANS),
        (&mut k.ci_minute_price, &l::PRICE_CI),
        (&mut k.storage_price, &l::PRICE_STORAGE),
        (&mut k.transfer_price, &l::PRICE_TRANSFER),
        (&mut k.hire_cost, &l::PRICE_HIRE),
        (&mut k.on_call_price, &l::PRICE_ON_CALL),
        (&mut k.salary_backend, &l::SALARY),
        (&mut k.salary_ml, &l::SALARY),
        (&mut k.salary_data, &l::SALARY),
        (&mut k.salary_platform, &l::SALARY),
        (&mut k.salary_security, &l::SALARY),
        (&mut k.salary_manager, &l::SALARY),
        (&mut k.contractor_month, &l::PRICE_CONTRACTOR),
        (&mut k.training_price, &l::PRICE_TRAINING),
    ] {
        *price = (*price * rate).named(label);
    }
    let scaled = |table: &LevelTable<N>| table.scaled(rate);
    k.licence_per_engineer = scaled(&k.licence_per_engineer);
    k.licence_per_unit = scaled(&k.licence_per_unit);
}

/// Index of a component by name among the sorted names.
fn component_index(scenario: &Scenario, name: &str) -> Option<usize> {
    scenario.components.iter().any(|c| c.name == name).then(|| {
        scenario
            .components
            .iter()
            .filter(|c| c.name.as_str() < name)
            .count()
    })
}

/// A partition of the scenario in canonical order.
///
/// # Errors
/// When a unit names a component that is not there.
pub fn partition(
    stated: &schema::Partition,
    scenario: &Scenario,
    path: &str,
) -> Result<Partition, CompileError> {
    let count = scenario.components.len();
    Ok(match stated {
        schema::Partition::Whole => Partition::whole(count),
        schema::Partition::Split => Partition::split(count),
        schema::Partition::InferenceOut => inference_out(scenario),
        schema::Partition::Units(units) => {
            let mut found = Vec::with_capacity(units.len());
            for unit in units {
                let members = unit
                    .components
                    .iter()
                    .map(|name| {
                        component_index(scenario, name)
                            .ok_or_else(|| field(path, format!("there is no component {name}")))
                    })
                    .collect::<Result<Vec<_>, _>>()?;
                found.push((unit.name.clone(), members));
            }
            Partition::new(found)
        }
    })
}

/// Each self-hosted model and each GPU job a unit, the rest one.
fn inference_out(scenario: &Scenario) -> Partition {
    let mut units: Vec<(String, Vec<usize>)> = Vec::new();
    let mut by_model: Vec<((&str, schema::Precision), usize)> = Vec::new();
    let mut rest = Vec::new();
    for component in &scenario.components {
        let Some(index) = component_index(scenario, &component.name) else {
            continue;
        };
        let runs_model = component.kind == Kind::Llm && component.hosting != Hosting::Hosted;
        match (&component.model, runs_model) {
            (Some(model), true) => {
                let key = (model.as_str(), component.precision);
                if let Some((_, unit)) = by_model.iter().find(|(k, _)| *k == key) {
                    units[*unit].1.push(index);
                } else {
                    by_model.push((key, units.len()));
                    units.push((String::new(), vec![index]));
                }
            }
            _ if component.kind == Kind::GpuJob => units.push((String::new(), vec![index])),
            _ => rest.push(index),
        }
    }
    units.push((String::new(), rest));
    Partition::new(units)
}

struct Compiler<'a, N, L> {
    scenario: &'a Scenario,
    catalog: &'a Catalog,
    leaves: &'a mut L,
    rate: N,
    models: Vec<Model<N>>,
    apis: Vec<Api<N>>,
}

impl<N: Number, L: Leaves<N, Error = UnknownEntry>> Compiler<'_, N, L> {
    fn at(&mut self, path: &str, quantity: Quantity) -> N {
        self.leaves.stated(format_args!("{path}"), quantity)
    }

    /// A stated number, or the catalogue's.
    fn or(&mut self, path: &str, quantity: Option<Quantity>, otherwise: N) -> N {
        match quantity {
            Some(quantity) => self.at(path, quantity),
            None => otherwise,
        }
    }

    /// Growth by a stated rate, or by the catalogue's.
    fn yearly(&mut self, path: &str, rate: Option<Quantity>, otherwise: N) -> Yearly<N> {
        let rate = self.or(path, rate, otherwise);
        Yearly::new(rate, self.scenario.horizon_months as usize)
    }

    fn entry(&mut self, id: &str) -> Result<N, CompileError> {
        Ok(self.leaves.constant(id)?)
    }

    fn levels(&mut self, k: &Constants<N>) -> [N; 10] {
        let scenario = self.scenario;
        let stated = scenario.team.levels.all();
        std::array::from_fn(|d| {
            if let Some(level) = stated[d] {
                return self
                    .leaves
                    .stated(format_args!("team.levels.{}", DIMENSIONS[d]), level);
            }
            let mut sum = N::zero();
            let mut raters = 0;
            for rater in &scenario.team.raters {
                if let Some(level) = rater.levels.all()[d] {
                    let path = format_args!("team.raters[{}].levels.{}", rater.name, DIMENSIONS[d]);
                    sum = sum + self.leaves.stated(path, level);
                    raters += 1;
                }
            }
            if raters == 0 {
                k.unknown_level
            } else {
                let mean = sum / N::constant(f64::from(raters));
                mean.named_of(&l::LEVEL, Subject::Dimension(d))
            }
        })
    }

    fn component(
        &mut self,
        (index, stated): (usize, &schema::Component),
        k: &Constants<N>,
        levels: &[N; 10],
    ) -> Result<Component<N>, CompileError> {
        use super::dimension::BOUNDARIES;
        let scenario = self.scenario;
        let name = &stated.name;
        let periods = self.periods(stated)?;
        let of = Subject::Component(index);
        let month_days = k.hours_per_month / N::constant(24.0);
        let leaves = &mut *self.leaves;
        let mut at = |key: &str, quantity: Quantity| {
            leaves.stated(format_args!("components[{name}].{key}"), quantity)
        };
        let one = N::one();
        let ms = N::constant(MS_PER_S);
        let gib = N::constant(BYTES_PER_GIB);
        let changes = at("changes", stated.changes);
        let value_share = at("value_share", stated.value_share);
        let events = at("events_per_second", stated.events_per_second);
        let feedback = at("feedback_share", stated.feedback_share);
        let retrain_days = at("retrain_days", stated.retrain_days);
        let retrain_seconds = at("retrain_gpu_seconds", stated.retrain_gpu_seconds);
        let is_stream = stated.kind == Kind::Stream;
        let feeds_back = is_stream && stated.feedback_share.high > 0.0;
        let gpu_work = stated.gpu_seconds.high > 0.0
            || (is_stream && stated.retrain_gpu_seconds.high > 0.0 && feeds_back);
        let gpu_job = stated.kind == Kind::GpuJob
            || (matches!(stated.kind, Kind::Batch | Kind::Stream) && gpu_work);
        let mut component = Component {
            name: name.clone(),
            kind: stated.kind,
            core: stated.core,
            own_share: if stated.core { one } else { value_share },
            size: at("size_pm", stated.size_pm),
            changes,
            changes_today: changes,
            changes_growth: Yearly::new(
                at("changes_growth", stated.changes_growth),
                scenario.horizon_months as usize,
            ),
            effort: stated.effort_pm.map(|effort| at("effort_pm", effort)),
            modularity: match stated.modularity {
                Some(modularity) => at("modularity", modularity),
                None => k.modularity_start.at(levels[BOUNDARIES]),
            },
            model_change_share: at("model_change_share", stated.model_change_share),
            evaluation_hours: at("evaluation_hours", stated.evaluation_hours),
            evaluation_cost: at("evaluation_cost", stated.evaluation_cost),
            calls: at("calls", stated.calls),
            cpu_seconds: (at("cpu_ms", stated.cpu_ms) / ms).named_of(&l::CPU_PER_CALL, of),
            memory: at("memory_gib", stated.memory_gib),
            working_set: at("working_set_gib", stated.working_set_gib),
            appear: stated.appear as usize,
            retire: stated.retire.map_or(usize::MAX, |month| month as usize),
            hosting: stated.hosting,
            periods,
            tokens_in: at("tokens_in", stated.tokens_in),
            tokens_out: at("tokens_out", stated.tokens_out),
            cached_prefix: at("cached_prefix", stated.cached_prefix),
            first_token_target: (at("time_to_first_token_ms", stated.time_to_first_token_ms) / ms)
                .named_of(&l::TARGET_FIRST, of),
            inter_token_target: (at("inter_token_ms", stated.inter_token_ms) / ms)
                .named_of(&l::TARGET_INTER, of),
            gpu_job,
            gpu_seconds: at("gpu_seconds", stated.gpu_seconds),
            gpu_memory: (at("gpu_memory_gib", stated.gpu_memory_gib) * gib)
                .named_of(&l::JOB_MEMORY, of),
            price_per_call: at("price_per_call", stated.price_per_call),
            storage: at("storage_gib", stated.storage_gib),
            storage_per_user: at("storage_gib_per_user", stated.storage_gib_per_user),
            events: if is_stream { events } else { N::zero() },
            freshness: at("freshness_s", stated.freshness_s),
            retrain_load: (events * feedback * retrain_seconds).named_of(&l::RETRAIN_LOAD, of),
            feedback_evaluations: if feeds_back {
                month_days
                    .over_or(retrain_days, N::zero())
                    .named_of(&l::FEEDBACK, of)
            } else {
                N::zero()
            },
            fallback: None,
        };
        component.changes = (component.changes
            * self.at("factors.changes", scenario.factors.changes))
        .named_of(&l::CHANGES_ASKED, of);
        component.price_per_call =
            (component.price_per_call * self.token_factor()).named_of(&l::CALL_PRICE, of);
        component.fallback = self.fallback(name);
        Ok(component)
    }

    fn fallback(&mut self, name: &str) -> Option<(N, N)> {
        const MINUTES_PER_HOUR: f64 = 60.0;
        let stated = self
            .scenario
            .reliability
            .fallbacks
            .iter()
            .find(|fallback| fallback.component == name)?;
        let path = format!("reliability.fallbacks[{name}]");
        let takeover = self.at(&format!("{path}.takeover_minutes"), stated.takeover_minutes);
        let quality = self.at(&format!("{path}.quality"), stated.quality);
        Some((takeover / N::constant(MINUTES_PER_HOUR), quality))
    }

    /// The models and APIs of a component over time.
    fn periods(&mut self, stated: &schema::Component) -> Result<Vec<ModelPeriod>, CompileError> {
        if !matches!(stated.kind, Kind::Llm | Kind::HostedApi) {
            return Ok(Vec::new());
        }
        let path = format!("components[{}]", stated.name);
        let mut model = stated.model.clone();
        let mut precision = stated.precision;
        let mut api = stated.api.clone();
        let mut periods = vec![self.period(
            stated,
            &path,
            0,
            model.as_deref(),
            stated.precision,
            api.as_deref(),
        )?];
        let mut swaps: Vec<&schema::ModelSwap> = stated.swaps.iter().collect();
        swaps.sort_by_key(|swap| swap.month);
        for swap in swaps {
            if swap.model.is_some() {
                model.clone_from(&swap.model);
            }
            if swap.api.is_some() {
                api.clone_from(&swap.api);
            }
            // A swap of the API alone leaves the model's number format as it is.
            if swap.model.is_some() {
                precision = swap.precision;
            }
            let path = format!("{path}.swaps[{}]", swap.name);
            let month = swap.month as usize;
            periods.push(self.period(
                stated,
                &path,
                month,
                model.as_deref(),
                precision,
                api.as_deref(),
            )?);
        }
        Ok(periods)
    }

    fn period(
        &mut self,
        stated: &schema::Component,
        path: &str,
        from_month: usize,
        model: Option<&str>,
        precision: schema::Precision,
        api: Option<&str>,
    ) -> Result<ModelPeriod, CompileError> {
        let is_llm = stated.kind == Kind::Llm;
        let own = is_llm && stated.hosting != Hosting::Hosted;
        let hosted = !is_llm || stated.hosting != Hosting::SelfHosted;
        let model = match (model, own) {
            (_, false) => None,
            (Some(name), true) => Some(self.model(name, path)?),
            (None, true) => {
                return Err(field(
                    format!("{path}.model"),
                    "a self-hosted model needs one",
                ));
            }
        };
        let priced_by_call = stated.price_per_call.high > 0.0;
        let api = match (api, hosted) {
            (_, false) => None,
            (Some(name), true) => Some(self.api(name, path)?),
            (None, true) if priced_by_call => None,
            (None, true) => {
                return Err(field(
                    format!("{path}.api"),
                    "a hosted model needs an API or a price per call",
                ));
            }
        };
        Ok(ModelPeriod {
            from_month,
            model,
            precision,
            api,
        })
    }

    fn model(&mut self, name: &str, path: &str) -> Result<usize, CompileError> {
        if let Some(known) = self.models.iter().position(|model| model.name == name) {
            return Ok(known);
        }
        let info = self
            .catalog
            .model(name)
            .map_err(|error| field(format!("{path}.model"), error.to_string()))?
            .clone();
        if info.kind != crate::catalog::ModelKind::Llm {
            return Err(field(
                format!("{path}.model"),
                format!("{name} is not a language model; make the component a GpuJob"),
            ));
        }
        let model = model_of(self.leaves, &info)?;
        self.models.push(model);
        Ok(self.models.len() - 1)
    }

    /// Factor on all hosted prices.
    fn token_factor(&mut self) -> N {
        let scenario = self.scenario;
        let factor = self.at("factors.token_price", scenario.factors.token_price);
        let discount = self.at("hosted.discount", scenario.hosted.discount);
        factor * (N::one() - discount)
    }

    fn api(&mut self, name: &str, path: &str) -> Result<usize, CompileError> {
        if let Some(known) = self.apis.iter().position(|api| api.name == name) {
            return Ok(known);
        }
        self.catalog
            .api(name)
            .map_err(|error| field(format!("{path}.api"), error.to_string()))?;
        let scenario = self.scenario;
        let per_token = self.token_factor() / N::constant(MILLION);
        let of = Subject::Api(self.apis.len());
        // What the plan states is in its own currency: no exchange rate moves it.
        let own = scenario.own_apis.iter().find(|api| api.name == name);
        let mut at = |key: &str, own: Option<Quantity>, label: &'static Label| {
            let price = match own {
                Some(price) => self.at(&format!("own_apis[{name}].{key}"), price),
                None => self.entry(&format!("api.{name}.{key}"))? * self.rate,
            };
            Ok::<N, CompileError>((price * per_token).named_of(label, of))
        };
        let api = Api {
            name: name.to_owned(),
            input: at("input", own.map(|api| api.input), &l::PROMPT_PRICE)?,
            cached_input: at(
                "cached_input",
                own.map(|api| api.cached_input),
                &l::CACHED_PRICE,
            )?,
            output: at("output", own.map(|api| api.output), &l::ANSWER_PRICE)?,
        };
        self.apis.push(api);
        Ok(self.apis.len() - 1)
    }

    fn edges(&mut self, names: &[&str]) -> Result<Vec<Edge<N>>, CompileError> {
        let scenario = self.scenario;
        let mut edges = Vec::with_capacity(scenario.edges.len());
        for (i, stated) in scenario.edges.iter().enumerate() {
            let index = |key: &str, name: &str| {
                names.binary_search(&name).ok().ok_or_else(|| {
                    field(
                        format!("edges[{i}].{key}"),
                        format!("there is no component {name}"),
                    )
                })
            };
            let (from, to) = (index("from", &stated.from)?, index("to", &stated.to)?);
            edges.push(Edge {
                from,
                to,
                calls: self.at(&format!("edges[{i}].calls"), stated.calls),
                mib: self.at(&format!("edges[{i}].mib"), stated.mib),
                price: self.at(&format!("edges[{i}].price"), stated.price),
            });
        }
        edges.sort_by_key(|edge| (edge.from, edge.to));
        Ok(edges)
    }

    fn demand(&mut self) -> Result<Demand<N>, CompileError> {
        let scenario = self.scenario;
        let stated = &scenario.demand;
        let growth = &stated.growth;
        let factor = self.at("factors.users", scenario.factors.users);
        let users = (self.at("demand.users", stated.users) * factor).named(&l::USERS_TODAY);
        let mut rate = if growth.shape == GrowthShape::Linear {
            self.at("demand.growth.users_per_month", growth.users_per_month)
        } else {
            self.at("demand.growth.monthly_rate", growth.monthly_rate)
        };
        let mut ceiling = users;
        if growth.shape == GrowthShape::SCurve {
            if let Some(name) = &growth.adoption {
                self.catalog
                    .adoption_curve(name)
                    .map_err(|error| field("demand.growth.adoption", error.to_string()))?;
                rate = self.entry(&format!("adoption.{name}.monthly_rate"))?;
                let multiple = self.entry(&format!("adoption.{name}.ceiling_multiple"))?;
                ceiling = (users * multiple).named(&l::USERS_CEILING);
            } else if let Some(stated) = growth.ceiling {
                ceiling =
                    (self.at("demand.growth.ceiling", stated) * factor).named(&l::USERS_CEILING);
            }
        }
        let mut table: Vec<(usize, N)> = growth
            .table
            .iter()
            .enumerate()
            .map(|(i, point)| {
                let path = format!("demand.growth.table[{i}].users");
                (point.month as usize, self.at(&path, point.users))
            })
            .collect();
        table.sort_by_key(|(month, _)| *month);
        let spikes = stated
            .spikes
            .iter()
            .map(|spike| {
                let mut at = |key: &str, quantity| {
                    let path = format!("demand.spikes[{}].{key}", spike.name);
                    self.at(&path, quantity)
                };
                Spike {
                    per_month: at("per_month", spike.per_month),
                    times: at("times", spike.times),
                    hours: at("hours", spike.hours),
                }
            })
            .collect();
        let requests = stated.requests_per_user_month;
        let requests_per_user_month = self.at("demand.requests_per_user_month", requests);
        let peak_to_mean = self.at("demand.peak_to_mean", stated.peak_to_mean);
        Ok(Demand {
            users,
            factor,
            requests_per_user_month,
            shape: growth.shape,
            rate,
            ceiling,
            table,
            peak_to_mean,
            day: day_nodes(peak_to_mean),
            spikes,
        })
    }

    fn gpus(&mut self, k: &Constants<N>) -> Result<Vec<Gpu<N>>, CompileError> {
        let scenario = self.scenario;
        let catalog = self.catalog;
        let stated = &scenario.gpus;
        let discount = self.at("gpus.discount", stated.discount);
        let factor =
            self.at("factors.gpu_price", scenario.factors.gpu_price) * (N::one() - discount);
        let mut infos: Vec<_> = catalog
            .gpus
            .iter()
            .filter(|gpu| stated.allowed.is_empty() || stated.allowed.contains(&gpu.name))
            .collect();
        infos.sort_by(|a, b| a.name.cmp(&b.name));
        let mut gpus = Vec::with_capacity(infos.len());
        for info in infos {
            let name = &info.name;
            let Some((price, spot_price, owned)) = self.gpu_price(k, name)? else {
                continue;
            };
            let factor = if owned { N::one() } else { factor };
            let of = Subject::Gpu(gpus.len());
            gpus.push(Gpu {
                price: (price * factor).named_of(&l::GPU_PRICE, of),
                spot_price: (spot_price * factor).named_of(&l::GPU_SPOT_PRICE, of),
                owned,
                ..gpu_of(self.leaves, info)?
            });
        }
        Ok(gpus)
    }

    /// On-demand and spot price of a GPU per hour, and whether it is owned; none when it has no
    /// price here.
    fn gpu_price(
        &mut self,
        k: &Constants<N>,
        name: &str,
    ) -> Result<Option<(N, N, bool)>, CompileError> {
        let scenario = self.scenario;
        let stated = &scenario.gpus;
        if let Some(owned) = stated.owned.iter().find(|owned| owned.gpu == name) {
            let mut at = |key: &str, quantity: Quantity| {
                self.leaves
                    .stated(format_args!("gpus.owned[{name}].{key}"), quantity)
            };
            let power = at("kw", owned.kw) * at("pue", owned.pue);
            let price = owned_gpu_hour(
                at("capex", owned.capex),
                at("residual", owned.residual),
                at("years", owned.years),
                k.hours_per_month,
                power,
                at("electricity_price", owned.electricity_price),
            );
            return Ok(Some((price, price, true)));
        }
        if let Some(own) = stated.prices.iter().find(|price| price.gpu == name) {
            let path = format!("gpus.prices[{name}]");
            let price = self.at(&format!("{path}.per_hour"), own.per_hour);
            let spot = self.or(&format!("{path}.spot_per_hour"), own.spot_per_hour, price);
            return Ok(Some((price, spot, false)));
        }
        if let Some(own) = scenario.own_gpus.iter().find(|gpu| gpu.name == name) {
            let price = self.at(&format!("own_gpus[{name}].per_hour"), own.per_hour);
            return Ok(Some((price, price, false)));
        }
        let known = |id: &str| self.catalog.entries.contains_key(id);
        let (on_demand, spot) = match &stated.provider {
            Some(provider) => (
                format!("gpu_price.{name}.{provider}.on_demand"),
                format!("gpu_price.{name}.{provider}.spot"),
            ),
            None => (
                format!("gpu_price.{name}.market"),
                format!("gpu_price.{name}.spot"),
            ),
        };
        if !known(&on_demand) {
            return Ok(None);
        }
        let has_spot = known(&spot);
        let price = self.entry(&on_demand)? * self.rate;
        let spot_price = if has_spot {
            self.entry(&spot)? * self.rate
        } else {
            price
        };
        Ok(Some((price, spot_price, false)))
    }

    fn gpu_terms(&mut self, k: &Constants<N>) -> GpuTerms<N> {
        let stated = &self.scenario.gpus;
        GpuTerms {
            spot_share: self.at("gpus.spot_share", stated.spot_share),
            committed_share: self.at("gpus.committed_share", stated.committed_share),
            committed_months: stated.committed_months as usize,
            committed_discount: self.at("gpus.committed_discount", stated.committed_discount),
            drift: self.yearly("gpus.price_drift", stated.price_drift, k.gpu_price_drift),
        }
    }

    fn prices(&mut self, k: &Constants<N>) -> Prices<N> {
        let stated = &self.scenario.prices;
        let hosted = &self.scenario.hosted;
        Prices {
            cloud_factor: N::one() - self.at("prices.cloud_discount", stated.cloud_discount),
            cloud_drift: self.yearly("prices.cloud_drift", Some(stated.cloud_drift), N::zero()),
            token_drift: self.yearly(
                "hosted.price_drift",
                hosted.price_drift,
                k.token_price_drift,
            ),
            second_provider: hosted.second_provider,
        }
    }

    fn team(&mut self, k: &Constants<N>, levels: [N; 10]) -> Team<N> {
        let stated = &self.scenario.team;
        let (mix, pay, hiring) = (&stated.mix, &stated.salaries, &stated.hiring);
        let loaded = self.or("team.salaries.loaded_cost", pay.loaded_cost, k.loaded_cost)
            * self.at("factors.salaries", self.scenario.factors.salaries);
        let loaded = loaded.named(&l::LOADED_COST);
        let roles = [
            ("backend", mix.backend, pay.backend, k.salary_backend),
            ("ml", mix.ml, pay.ml, k.salary_ml),
            ("data", mix.data, pay.data, k.salary_data),
            ("platform", mix.platform, pay.platform, k.salary_platform),
            ("security", mix.security, pay.security, k.salary_security),
        ];
        let mut heads = N::zero();
        let mut wages = N::zero();
        let mut platform = N::zero();
        for (role, share, salary, usual) in roles {
            let share = self.at(&format!("team.mix.{role}"), share);
            let salary = self.or(&format!("team.salaries.{role}"), salary, usual) * loaded;
            let salary = salary.named(&l::SALARY_LOADED);
            if role == "platform" {
                platform = salary;
            }
            heads = heads + share;
            wages = wages + share * salary;
        }
        let rate = self.or(
            "team.contractors.rate",
            stated.contractors.rate,
            k.contractor_month,
        ) * self.at("factors.salaries", self.scenario.factors.salaries);
        let rate = rate.named(&l::CONTRACTOR_RATE);
        Team {
            engineers: self.at("team.engineers", stated.engineers),
            product_salary: wages.over_or(heads, platform).named(&l::SALARY_PRODUCT),
            platform_salary: platform.named(&l::SALARY_PLATFORM),
            manager_salary: (self.or("team.salaries.manager", pay.manager, k.salary_manager)
                * loaded)
                .named(&l::SALARY_MANAGER),
            levels,
            policy: hiring.policy,
            min: self.at("team.hiring.min", hiring.min),
            max: self.at("team.hiring.max", hiring.max),
            lag: self.or("team.hiring.lag_months", hiring.lag_months, k.hire_lag),
            ramp: self.or("team.hiring.ramp_months", hiring.ramp_months, k.ramp_months),
            hire_cost: self.or(
                "team.hiring.cost_per_hire",
                hiring.cost_per_hire,
                k.hire_cost,
            ),
            attrition: self.or("team.hiring.attrition", hiring.attrition, k.attrition),
            contractors_max: self.at("team.contractors.max", stated.contractors.max),
            contractor_rate: rate,
            contractor_ramp: self.or(
                "team.contractors.ramp_months",
                stated.contractors.ramp_months,
                k.contractor_ramp,
            ),
        }
    }

    fn change(&mut self, k: &Constants<N>) -> Change<N> {
        let stated = &self.scenario.change;
        Change {
            maturity: stated.maturity,
            shared_coupling: self.at("change.shared_coupling", stated.shared_coupling),
            delay_value_share: self.or(
                "change.delay_value_share",
                stated.delay_value_share,
                k.delay_value_share,
            ),
            lead_time_day_value: self.at("change.lead_time_day_value", stated.lead_time_day_value),
        }
    }

    fn reliability(&mut self) -> Reliability<N> {
        let stated = &self.scenario.reliability;
        let mut at = |key: &str, quantity| self.at(&format!("reliability.{key}"), quantity);
        Reliability {
            value_per_user: at("value_per_user_month", stated.value_per_user_month),
            multiplier: at("downtime_multiplier", stated.downtime_multiplier),
            security_loss: at("security_loss", stated.security_loss),
            base_latency: at("base_latency_ms", stated.base_latency_ms),
            latency_budget: stated
                .latency_budget_ms
                .map(|budget| at("latency_budget_ms", budget)),
            latency_cost: at("latency_cost_per_100ms", stated.latency_cost_per_100ms),
        }
    }

    fn money(&mut self, k: &Constants<N>) -> Money<N> {
        let stated = &self.scenario.money;
        Money {
            discount_rate: self.yearly(
                "money.discount_rate",
                stated.discount_rate,
                k.discount_rate,
            ),
            wage_growth: self.yearly("money.wage_growth", stated.wage_growth, k.wage_growth),
            contingency: self.or("money.contingency", stated.contingency, k.contingency),
            capital: stated
                .capital
                .map(|capital| self.at("money.capital", capital)),
            revenue_per_user: self.at(
                "money.revenue_per_user_month",
                stated.revenue_per_user_month,
            ),
        }
    }

    fn required(&mut self) -> Result<[[N; 10]; 3], CompileError> {
        let mut tables = [[N::zero(); 10]; 3];
        for (table, size) in tables.iter_mut().zip(["one", "few", "many"]) {
            for (level, dimension) in table.iter_mut().zip(DIMENSIONS) {
                *level = self.entry(&format!("readiness.required.{dimension}.{size}"))?;
            }
        }
        Ok(tables)
    }

    fn events(&mut self) -> Vec<Event<N>> {
        let scenario = self.scenario;
        scenario
            .events
            .iter()
            .enumerate()
            .map(|(i, event)| Event {
                month: event.month as usize,
                kind: event.kind,
                value: self.at(&format!("events[{i}].value"), event.value),
            })
            .collect()
    }
}
