//! The parts of the product, the models and APIs that they use, and who calls whom.

use super::{CompileError, Compiler, field};
use crate::catalog::UnknownEntry;
use crate::engine::constants::Constants;
use crate::engine::deployment::BYTES_PER_GIB;
use crate::engine::dimension::BOUNDARIES;
use crate::engine::inputs::{Api, Component, Edge, Fallback, Leaves, ModelPeriod};
use crate::engine::labels as l;
use crate::engine::specs::model_of;
use crate::engine::yearly::Yearly;
use crate::number::{Label, Number, Subject};
use crate::scenario::Quantity;
use crate::scenario::schema::{self, Hosting, Kind};

const MILLION: f64 = 1e6;
const MS_PER_S: f64 = 1e3;

impl<N: Number, L: Leaves<N, Error = UnknownEntry>> Compiler<'_, N, L> {
    pub(super) fn component(
        &mut self,
        (index, stated): (usize, &schema::Component),
        k: &Constants<N>,
        levels: &[N; 10],
    ) -> Result<Component<N>, CompileError> {
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
            peak_to_mean: stated.peak_to_mean.map(|peak| at("peak_to_mean", peak)),
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
            gpu_job: is_gpu_job(stated),
            gpu_seconds: at("gpu_seconds", stated.gpu_seconds),
            gpu_memory: (at("gpu_memory_gib", stated.gpu_memory_gib) * gib)
                .named_of(&l::JOB_MEMORY, of),
            price_per_call: at("price_per_call", stated.price_per_call),
            storage: at("storage_gib", stated.storage_gib),
            storage_per_user: at("storage_gib_per_user", stated.storage_gib_per_user),
            events: if stated.kind == Kind::Stream {
                events
            } else {
                N::zero()
            },
            freshness: at("freshness_s", stated.freshness_s),
            retrain_load: (events * feedback * retrain_seconds).named_of(&l::RETRAIN_LOAD, of),
            feedback_evaluations: if feeds_back(stated) {
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

    fn fallback(&mut self, name: &str) -> Option<Fallback<N>> {
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
        Some(Fallback {
            takeover: takeover / N::constant(MINUTES_PER_HOUR),
            quality,
        })
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

    pub(super) fn edges(&mut self, names: &[&str]) -> Result<Vec<Edge<N>>, CompileError> {
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
}

/// Whether events of a component come back for evaluation or retraining.
fn feeds_back(stated: &schema::Component) -> bool {
    stated.kind == Kind::Stream && stated.feedback_share.high > 0.0
}

/// Whether a component does GPU work that is not language-model serving.
pub(super) fn is_gpu_job(stated: &schema::Component) -> bool {
    let retrains = stated.retrain_gpu_seconds.high > 0.0 && feeds_back(stated);
    match stated.kind {
        Kind::GpuJob => true,
        Kind::Batch | Kind::Stream => stated.gpu_seconds.high > 0.0 || retrains,
        _ => false,
    }
}
