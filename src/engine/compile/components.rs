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
use crate::scenario::schema::{self, Contract, Hosting, Kind};
use crate::scenario::{Quantity, Scenario};

const MILLION: f64 = 1e6;
const MS_PER_S: f64 = 1e3;
const SECONDS_PER_DAY: f64 = 86_400.0;

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
        let calls = calls_that_reach(
            at("calls", stated.calls),
            at("answer_cache", stated.answer_cache),
        );
        let freshness = at("freshness_s", stated.freshness_s);
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
            calls,
            peak_to_mean: stated.peak_to_mean.map(|peak| at("peak_to_mean", peak)),
            cpu_seconds: (at("cpu_ms", stated.cpu_ms) / ms).named_of(&l::CPU_PER_CALL, of),
            memory: at("memory_gib", stated.memory_gib),
            working_set: at("working_set_gib", stated.working_set_gib),
            session: at("session_minutes", stated.session_minutes),
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
            apart: Vec::new(),
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
            freshness,
            hosted_factor: batch_price(k, freshness),
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
                contract: contract(scenario, stated),
            });
        }
        edges.sort_by_key(|edge| (edge.from, edge.to));
        Ok(edges)
    }
}

/// Calls that reach a model (per request): an answer found in a cache asks none.
///
/// ```text
/// calls · (1 − cached answers)
/// ```
/// Source: MODEL.
fn calls_that_reach<N: Number>(calls: N, cached: N) -> N {
    calls * (N::one() - cached)
}

/// Factor on hosted prices for answers that may take a day: those of batch interfaces.
///
/// ```text
/// 0.5 where freshness ≥ 24 h, else 1
/// ```
/// Source: MODEL.
fn batch_price<N: Number>(k: &Constants<N>, freshness: N) -> N {
    let sooner = freshness.less(N::constant(SECONDS_PER_DAY));
    N::select(sooner, N::one(), k.batch_price).named(&l::BATCH_PRICE)
}

/// For each component the GPU jobs that it takes no turns with: none is longer than what the other's
/// callers wait for.
///
/// ```text
/// length ≤ wait of the other;   wait: stated, else 10 · own length; a stream's freshness; batch: any
/// ```
/// - `patience`: what callers wait for, against the job's own length (factor)
///
/// Source: MODEL.
pub(super) fn jobs_apart(parts: &[&schema::Component], patience: f64) -> Vec<Vec<usize>> {
    let length = |part: &schema::Component| part.gpu_seconds.likely;
    let wait = |part: &schema::Component| match part.kind {
        Kind::Batch => f64::INFINITY,
        Kind::Stream => part.freshness_s.likely,
        _ => part
            .latency_target_s
            .map_or(patience * length(part), |target| target.likely),
    };
    let share = |one: &schema::Component, other: &schema::Component| {
        length(one) <= wait(other) && length(other) <= wait(one)
    };
    let jobs: Vec<usize> = (0..parts.len()).filter(|c| is_gpu_job(parts[*c])).collect();
    let of = |(c, part): (usize, &&schema::Component)| {
        let others = jobs.iter().copied();
        let is_apart = |other: &usize| jobs.contains(&c) && !share(part, parts[*other]);
        others
            .filter(|other| *other != c)
            .filter(is_apart)
            .collect()
    };
    parts.iter().enumerate().map(of).collect()
}

/// Whose interface two components meet at, by what is called where that is not stated.
fn contract(scenario: &Scenario, edge: &schema::Edge) -> Contract {
    if edge.contract != Contract::Usual {
        return edge.contract;
    }
    let mut components = scenario.components.iter();
    let called = components.find(|component| component.name == edge.to);
    let edges = scenario.edges.iter();
    let mut others = edges.filter(|other| other.to == edge.to && other.from != edge.from);
    match called.map(|component| component.kind) {
        Some(Kind::Llm | Kind::HostedApi) => Contract::Standard,
        Some(Kind::DataStore) if others.next().is_some() => Contract::Shared,
        _ => Contract::Own,
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

#[cfg(test)]
mod tests {
    use super::jobs_apart;
    use crate::scenario::Quantity;
    use crate::scenario::schema::{Component, Kind};

    fn job(kind: Kind, seconds: f64) -> Component {
        Component {
            kind,
            gpu_seconds: Quantity::point(seconds),
            ..Component::default()
        }
    }

    #[test]
    fn a_film_shares_no_gpus_with_a_draft() {
        let draft = job(Kind::GpuJob, 0.5);
        let picture = job(Kind::GpuJob, 4.0);
        let film = job(Kind::GpuJob, 120.0);
        let night = job(Kind::Batch, 30.0);
        let none = job(Kind::Service, 0.0);
        let parts = [&draft, &picture, &film, &night, &none];
        // A draft's callers wait five seconds, a picture's forty, a film's twenty minutes; nobody waits
        // for the night's work, which holds up the draft.
        let apart = jobs_apart(&parts, 10.0);
        assert_eq!(apart, [vec![2, 3], vec![2], vec![0, 1], vec![0], vec![]]);
        // Who waits for three seconds is served beside drafts alone.
        let picky = Component {
            latency_target_s: Some(Quantity::point(3.0)),
            ..picture.clone()
        };
        let apart = jobs_apart(&[&draft, &picky, &film], 10.0);
        assert_eq!(apart, [vec![2], vec![2], vec![0, 1]]);
        // With more patience the night's work takes turns with all but films with nobody.
        let apart = jobs_apart(&parts, 60.0);
        assert_eq!(apart, [vec![2], vec![], vec![0], vec![], vec![]]);
    }
}
