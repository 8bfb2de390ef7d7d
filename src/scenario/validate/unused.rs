//! Inputs that are stated and do nothing, because another input says so: the growth rate of a flat
//! plan, the discount of a commitment that nobody makes, the price of a GPU that is owned.
//!
//! What a kind of component does not use is in `structure`, what comes after the horizon in
//! `timing`.

use super::super::fields::{self, FieldKind};
use super::super::limits;
use super::super::node::{Named, Node};
use super::super::path::{self, below, element};
use super::super::quantity::Quantity;
use super::super::schema::{
    Component, DIMENSIONS, Edge, EventKind, GrowthShape, Hiring, HiringPolicy, Hosting, Kind,
    Scenario, Spike,
};
use super::{Checker, component_path};
use crate::diagnostic::Diagnostic;
use crate::scenario::Leaf;
use std::collections::BTreeSet;

pub(super) fn check(checker: &mut Checker<'_>) {
    growth(checker);
    gpus(checker);
    hosted(checker);
    own(checker);
    components(checker);
    calls(checker);
    team(checker);
    failures(checker);
    money(checker);
    events(checker);
    overrides(checker);
}

/// Whether a quantity is nothing in every future.
fn is_nothing(quantity: Quantity) -> bool {
    quantity.low >= 0.0 && quantity.high <= 0.0
}

fn names<T: Named>(list: &[T]) -> Vec<String> {
    list.iter().map(|item| item.name().to_owned()).collect()
}

/// Whether a component runs a model on GPUs of the plan.
fn runs_model(part: &Component) -> bool {
    part.kind == Kind::Llm && part.hosting != Hosting::Hosted
}

/// Whether a component may be bought behind an API.
fn is_hosted(part: &Component) -> bool {
    part.kind == Kind::HostedApi || (part.kind == Kind::Llm && part.hosting != Hosting::SelfHosted)
}

fn uses_gpus(part: &Component) -> bool {
    let feeds_back = !is_nothing(part.feedback_share) && !is_nothing(part.events_per_second);
    match part.kind {
        Kind::Llm => runs_model(part),
        Kind::GpuJob => true,
        Kind::Batch => !is_nothing(part.gpu_seconds),
        Kind::Stream => {
            !is_nothing(part.gpu_seconds) || (feeds_back && !is_nothing(part.retrain_gpu_seconds))
        }
        Kind::Service | Kind::HostedApi | Kind::DataStore => false,
    }
}

impl Checker<'_> {
    /// Whether the field at a path holds something else than it does by default.
    fn is_stated(&self, at: &str, usual: &Scenario) -> bool {
        let of = |plan: &Scenario| {
            let node = path::walk(plan, at).ok()?;
            Some((node.leaf(), node.keys().len()))
        };
        let stated = of(self.plan);
        stated.is_some() && stated != of(usual)
    }

    /// Warns of each of these fields that is stated: it does nothing.
    fn idle(&mut self, fields: &[&str], why: &str, cure: &str) {
        let usual = Scenario::default();
        for at in fields {
            if self.is_stated(at, &usual) {
                self.idle_at(at, why, cure);
            }
        }
    }

    fn idle_at(&mut self, at: &str, why: &str, cure: &str) {
        let field = path::last_field(at).unwrap_or(at);
        let message = format!("`{field}` does nothing: {why}");
        self.push(Diagnostic::warning("not-used", at, message).hint(cure));
    }

    /// The same for fields of a list's element, as far as they differ from another element's.
    fn idle_of<T: Node>(
        &mut self,
        (path, part, usual): (&str, &T, &T),
        fields: &[&str],
        why: &str,
        cure: &str,
    ) {
        let leaf = |part: &T, field: &str| {
            let node = part.child(field)?;
            Some((node.leaf(), node.keys().len()))
        };
        for field in fields {
            if leaf(part, field) != leaf(usual, field) {
                self.idle_at(&below(path, field), why, cure);
            }
        }
    }
}

fn growth(checker: &mut Checker<'_>) {
    const RATE: &str = "demand.growth.monthly_rate";
    const ADDED: &str = "demand.growth.users_per_month";
    const CEILING: &str = "demand.growth.ceiling";
    const CURVE: &str = "demand.growth.adoption";
    const TABLE: &str = "demand.growth.table";
    let plan = checker.plan;
    let growth = &plan.demand.growth;
    let has_curve = growth.adoption.is_some();
    let (idle, why): (&[&str], &str) = match growth.shape {
        GrowthShape::Flat => (&[RATE, ADDED, CEILING, CURVE, TABLE], "growth is flat"),
        GrowthShape::Linear => (&[RATE, CEILING, CURVE, TABLE], "growth is linear"),
        GrowthShape::Compound => (&[ADDED, CEILING, CURVE, TABLE], "growth is compound"),
        GrowthShape::SCurve if has_curve => (
            &[RATE, ADDED, CEILING, TABLE],
            "growth follows the adoption curve",
        ),
        GrowthShape::SCurve => (&[ADDED, TABLE], "growth is an S-curve"),
        GrowthShape::Table => (&[RATE, ADDED, CEILING, CURVE], "growth is by table"),
    };
    let cure = "Remove it, or set `demand.growth.shape` to what uses it";
    checker.idle(idle, why, cure);
    let first = growth.table.first();
    if growth.shape == GrowthShape::Table
        && let Some(first) = first
        && first.users != plan.demand.users
    {
        checker.idle(
            &["demand.users"],
            "growth is by table, which holds the first month's users too",
            "Remove it, or put it into the table",
        );
    }
    let spikes = names(&plan.demand.spikes);
    for (index, spike) in plan.demand.spikes.iter().enumerate() {
        let never = is_nothing(spike.per_month) || is_nothing(spike.hours);
        if never || spike.times.high <= 1.0 {
            let at = element("demand.spikes", &spikes, index);
            let usual = Spike::default();
            let why = if never {
                "there is no such spike"
            } else {
                "it is no higher than the mean"
            };
            let cure = "Remove the spike, or say how often, how long and how high it is";
            checker.idle_of(
                (&at, spike, &usual),
                &["per_month", "times", "hours"],
                why,
                cure,
            );
        }
    }
}

fn gpus(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    let gpus = &plan.gpus;
    if !plan.components.iter().any(uses_gpus) {
        checker.idle(
            &[
                "gpus.allowed",
                "gpus.provider",
                "gpus.prices",
                "gpus.discount",
                "gpus.spot_share",
                "gpus.committed_share",
                "gpus.committed_months",
                "gpus.committed_discount",
                "gpus.price_drift",
                "gpus.reserved",
                "gpus.quota",
                "gpus.block",
                "gpus.shared_models",
                "gpus.owned",
                "factors.gpu_price",
            ],
            "no component uses GPUs",
            "Remove it, or give a component work on GPUs",
        );
        return;
    }
    if is_nothing(gpus.committed_share) {
        checker.idle(
            &["gpus.committed_months", "gpus.committed_discount"],
            "no GPU is committed to",
            "Remove it, or set `gpus.committed_share`",
        );
    }
    let may = |name: &str| gpus.allowed.is_empty() || gpus.allowed.iter().any(|gpu| gpu == name);
    let is_owned = |name: &str| gpus.owned.iter().any(|gpu| gpu.gpu == name);
    let has_price = |name: &str| gpus.prices.iter().any(|price| price.gpu == name);
    let prices = names(&gpus.prices);
    for (index, price) in gpus.prices.iter().enumerate() {
        let at = element("gpus.prices", &prices, index);
        let per_hour = below(&at, "per_hour");
        if !may(&price.gpu) {
            let why = "this GPU is not among those allowed";
            checker.idle_at(
                &per_hour,
                why,
                "Add it to `gpus.allowed`, or remove the price",
            );
        } else if is_owned(&price.gpu) {
            let why = "this GPU is owned";
            checker.idle_at(&per_hour, why, "Remove it from `gpus.owned`, or the price");
        } else if is_nothing(gpus.spot_share) && price.spot_per_hour.is_some() {
            let why = "no hours run on spot capacity";
            let cure = "Set `gpus.spot_share`, or remove it";
            checker.idle_at(&below(&at, "spot_per_hour"), why, cure);
        }
    }
    let owned = names(&gpus.owned);
    for (index, gpu) in gpus.owned.iter().enumerate() {
        if !may(&gpu.gpu) {
            let at = below(&element("gpus.owned", &owned, index), "capex");
            let why = "this GPU is not among those allowed";
            checker.idle_at(&at, why, "Add it to `gpus.allowed`, or remove it here");
        }
    }
    let own = names(&plan.own_gpus);
    for (index, gpu) in plan.own_gpus.iter().enumerate() {
        let at = element("own_gpus", &own, index);
        if !may(&gpu.name) {
            let why = "this GPU is not among those allowed";
            let cure = "Add it to `gpus.allowed`, or remove it here";
            checker.idle_at(&below(&at, "name"), why, cure);
        } else if has_price(&gpu.name) || is_owned(&gpu.name) {
            let why = "what this GPU costs is stated in `gpus`";
            checker.idle_at(&below(&at, "per_hour"), why, "Keep one of the two");
        }
    }
    let all = !gpus.allowed.is_empty();
    if all && gpus.allowed.iter().all(|name| is_owned(name)) {
        checker.idle(
            &[
                "gpus.provider",
                "gpus.discount",
                "gpus.spot_share",
                "gpus.committed_share",
                "gpus.price_drift",
                "factors.gpu_price",
            ],
            "all GPUs allowed are owned",
            "Remove it, or allow a GPU that is rented",
        );
    } else if all
        && gpus
            .allowed
            .iter()
            .all(|name| is_owned(name) || has_price(name))
    {
        checker.idle(
            &["gpus.provider"],
            "all GPUs allowed have prices of the plan's own",
            "Remove it, or remove a price",
        );
    }
}

fn hosted(checker: &mut Checker<'_>) {
    if checker.plan.components.iter().any(is_hosted) {
        return;
    }
    checker.idle(
        &[
            "hosted.discount",
            "hosted.price_drift",
            "hosted.second_provider",
            "factors.token_price",
        ],
        "no component uses a hosted API",
        "Remove it, or set a component's `hosting` or `kind`",
    );
}

/// Models and APIs of the plan's own that no component names.
fn own(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    let named = |of: fn(&Component) -> Vec<&Option<String>>| -> BTreeSet<&str> {
        let all = plan.components.iter().flat_map(of);
        all.filter_map(Option::as_deref).collect()
    };
    let models = named(|part| {
        let swaps = part.swaps.iter().map(|swap| &swap.model);
        swaps.chain([&part.model]).collect()
    });
    let apis = named(|part| {
        let swaps = part.swaps.iter().map(|swap| &swap.api);
        swaps.chain([&part.api]).collect()
    });
    for (list, own, used) in [
        ("own_models", names(&plan.own_models), &models),
        ("own_apis", names(&plan.own_apis), &apis),
    ] {
        for (index, name) in own.iter().enumerate() {
            if !name.is_empty() && !used.contains(name.as_str()) {
                let at = below(&element(list, &own, index), "name");
                let cure = "Name it in a component, or remove it here";
                checker.idle_at(&at, "no component names it", cure);
            }
        }
    }
}

fn components(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    let usual = Component::default();
    for (index, part) in plan.components.iter().enumerate() {
        let path = component_path(plan, index);
        let of = (path.as_str(), part, &usual);
        if part.core {
            let cure = "Remove it, or set `core` to false";
            checker.idle_of(
                of,
                &["value_share"],
                "a core component counts in full",
                cure,
            );
        }
        if part.kind == Kind::Llm {
            hosting(checker, of);
        }
        let by_token = part.api.is_some() || part.swaps.iter().any(|swap| swap.api.is_some());
        if is_hosted(part) && !runs_model(part) && !by_token {
            let cure = "Remove it, or set `api`";
            let tokens = ["tokens_in", "tokens_out", "cached_prefix"];
            checker.idle_of(of, &tokens, "it is priced by call alone", cure);
        }
        let feeds_back = part.kind == Kind::Stream && !is_nothing(part.feedback_share);
        let changes = !is_nothing(part.changes);
        if (is_nothing(part.model_change_share) || !changes) && !feeds_back {
            let fields = ["evaluation_hours", "evaluation_cost"];
            let cure = "Remove it, or set `model_change_share`";
            checker.idle_of(of, &fields, "no change runs an evaluation", cure);
        }
        if part.kind == Kind::Stream && !feeds_back {
            let fields = ["retrain_days", "retrain_gpu_seconds"];
            let cure = "Remove it, or set `feedback_share`";
            checker.idle_of(of, &fields, "no events are fed back", cure);
        }
        if !changes {
            let fields = ["changes_growth", "effort_pm", "model_change_share"];
            let cure = "Remove it, or set `changes`";
            checker.idle_of(of, &fields, "no changes are asked for", cure);
        }
        if let Some(month) = part.retire.filter(|month| *month >= plan.horizon_months) {
            let why = format!("month {month} lies after the last month of the plan");
            let cure = "Extend `horizon_months` or remove it";
            checker.idle_at(&below(&path, "retire"), &why, cure);
        }
    }
}

/// What a language model does not use where it runs, or where it does not.
fn hosting(checker: &mut Checker<'_>, of: (&str, &Component, &Component)) {
    let (path, part, _) = of;
    let swaps = names(&part.swaps);
    match part.hosting {
        Hosting::Either => {}
        Hosting::SelfHosted => {
            let (why, cure) = (
                "the model is self-hosted",
                "Remove it, or set `hosting` to Hosted or Either",
            );
            checker.idle_of(of, &["api", "price_per_call", "freshness_s"], why, cure);
            for (at, swap) in part.swaps.iter().enumerate() {
                if swap.api.is_some() {
                    let swap = element(&below(path, "swaps"), &swaps, at);
                    checker.idle_at(&below(&swap, "api"), why, cure);
                }
            }
        }
        Hosting::Hosted => {
            let (why, cure) = (
                "the model is behind a hosted API",
                "Remove it, or set `hosting` to SelfHosted or Either",
            );
            let fields = [
                "model",
                "precision",
                "time_to_first_token_ms",
                "inter_token_ms",
            ];
            checker.idle_of(of, &fields, why, cure);
            for (at, swap) in part.swaps.iter().enumerate() {
                if swap.model.is_some() {
                    let swap = element(&below(path, "swaps"), &swaps, at);
                    checker.idle_at(&below(&swap, "model"), why, cure);
                }
            }
        }
    }
}

fn calls(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    let edges = names(&plan.edges);
    let usual = Edge::default();
    for (index, edge) in plan.edges.iter().enumerate() {
        if is_nothing(edge.calls) {
            let at = element("edges", &edges, index);
            let cure = "Set `calls`, or remove the edge";
            checker.idle_of(
                (&at, edge, &usual),
                &["mib", "price"],
                "it is never called",
                cure,
            );
        }
    }
    if plan.components.len() == 1 {
        checker.idle(
            &["change.shared_coupling", "goals.must_isolate"],
            "the plan has one component",
            "Remove it, or add the other components",
        );
    }
    if plan.goals.must_not_split.len() == 1 {
        let cure = "Name at least two components that must stay together";
        checker.idle_at("goals.must_not_split", "it names one component alone", cure);
    }
}

fn team(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    let team = &plan.team;
    if team.hiring.policy == HiringPolicy::Hold {
        let why = "the team is held as it is, leavers apart";
        let cure = "Remove it, or set `team.hiring.policy` to ToPlan";
        let of = ("team.hiring", &team.hiring, &Hiring::default());
        checker.idle_of(of, &["min", "max"], why, cure);
    }
    if is_nothing(team.contractors.max) {
        checker.idle(
            &["team.contractors.rate", "team.contractors.ramp_months"],
            "no contractors are called in",
            "Remove it, or set `team.contractors.max`",
        );
    }
    let mix = &team.mix;
    for (role, part) in [
        ("backend", mix.backend),
        ("ml", mix.ml),
        ("data", mix.data),
        ("security", mix.security),
    ] {
        if is_nothing(part) {
            let at = format!("team.salaries.{role}");
            let cure = format!("Remove it, or set `team.mix.{role}`");
            checker.idle(&[&at], "nobody has this role", &cure);
        }
    }
    let raters = names(&team.raters);
    let stated = team.levels.all();
    for (index, rater) in team.raters.iter().enumerate() {
        let at = below(&element("team.raters", &raters, index), "levels");
        for ((level, dimension), known) in rater.levels.all().iter().zip(DIMENSIONS).zip(stated) {
            if level.is_some() && known.is_some() {
                let why = format!("`team.levels.{dimension}` is stated");
                let cure = "Remove one of the two; the mean of the raters counts where the level is not set";
                checker.idle_at(&below(&at, dimension), &why, cure);
            }
        }
    }
}

fn failures(checker: &mut Checker<'_>) {
    let reliability = &checker.plan.reliability;
    if is_nothing(reliability.value_per_user_month) {
        checker.idle(
            &["reliability.downtime_multiplier"],
            "users get nothing that could be lost",
            "Set `reliability.value_per_user_month`, or remove it",
        );
    }
    if reliability.latency_budget_ms.is_none() {
        checker.idle(
            &["reliability.latency_cost_per_100ms"],
            "there is no latency budget",
            "Set `reliability.latency_budget_ms`, or remove it",
        );
    } else if is_nothing(reliability.latency_cost_per_100ms) {
        checker.idle(
            &["reliability.latency_budget_ms"],
            "what lies beyond the budget costs nothing",
            "Set `reliability.latency_cost_per_100ms`, or remove it",
        );
    }
}

fn money(checker: &mut Checker<'_>) {
    if checker.plan.money.capital.is_none() {
        checker.idle(
            &["money.revenue_per_user_month", "goals.runway_months"],
            "no cash balance is kept while the money in the bank is not stated",
            "Set `money.capital`, or remove it",
        );
    }
}

fn events(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    let any_gpus = plan.components.iter().any(uses_gpus);
    let any_hosted = plan.components.iter().any(is_hosted);
    let keys = names(&plan.events);
    for (index, event) in plan.events.iter().enumerate() {
        let at = below(&element("events", &keys, index), "value");
        let idle = if limits::is_factor(event.kind) {
            1.0
        } else {
            0.0
        };
        let why = match event.kind {
            _ if event.value == Quantity::point(idle) => "it changes nothing by this value",
            EventKind::GpuPrice if !any_gpus => "no component uses GPUs",
            EventKind::TokenPrice if !any_hosted => "no component uses a hosted API",
            EventKind::Funding if plan.money.capital.is_none() => {
                "no cash balance is kept while the money in the bank is not stated"
            }
            _ => continue,
        };
        let cure = match event.kind {
            EventKind::Funding if plan.money.capital.is_none() => "Set `money.capital`",
            kind if limits::is_factor(kind) => "A fall by 20% is 0.8, a rise by 20% is 1.2",
            _ => "Say how much it is, or remove the event",
        };
        checker.idle_at(&at, why, cure);
    }
}

fn overrides(checker: &mut Checker<'_>) {
    let (plan, catalog) = (checker.plan, checker.catalog);
    let ids = names(&plan.overrides);
    for (index, change) in plan.overrides.iter().enumerate() {
        let at = below(&element("overrides", &ids, index), "value");
        if let Some(field) = stated_instead(plan, &change.id) {
            let why = format!("`{field}` is stated");
            checker.idle_at(&at, &why, "Remove one of the two");
            continue;
        }
        let Some((entry, value)) = catalog.entries.get(&change.id).zip(change.value) else {
            continue;
        };
        if (value.low, value.likely, value.high) == (entry.low, entry.likely, entry.high) {
            let why = "it is the catalogue's own value";
            checker.idle_at(&at, why, "Remove the override, or change its value");
        } else if let Some(why) = of_something_else(plan, &change.id) {
            checker.idle_at(&at, why, "Remove the override");
        }
    }
}

/// The field of a plan that stands in place of a catalogue entry, where it is set.
fn stated_instead(plan: &Scenario, id: &str) -> Option<&'static str> {
    let set = |at: &str| !matches!(path::get(plan, at), Ok(Leaf::Unset) | Err(_));
    let mut standing = fields::all()
        .iter()
        .filter(|field| field.kind == FieldKind::Number && !field.in_list())
        .filter(|field| field.catalog_id() == Some(id))
        .peekable();
    standing.peek()?;
    let all: Vec<&'static str> = standing.map(|field| field.path).collect();
    all.iter().all(|at| set(at)).then(|| all[0])
}

/// Why an entry of a model, an API or a GPU says nothing about this plan.
fn of_something_else(plan: &Scenario, id: &str) -> Option<&'static str> {
    let (family, rest) = id.split_once('.')?;
    let (name, _) = rest.rsplit_once('.')?;
    let parts = || plan.components.iter();
    let swaps = || parts().flat_map(|part| part.swaps.iter());
    let is = |stated: &Option<String>| stated.as_deref() == Some(name);
    let gpu = || name.split_once('.').map_or(name, |(gpu, _)| gpu);
    let allowed = |gpu: &str| {
        let allowed = &plan.gpus.allowed;
        allowed.is_empty() || allowed.iter().any(|name| name == gpu)
    };
    match family {
        "model" if !parts().any(|p| is(&p.model)) && !swaps().any(|s| is(&s.model)) => {
            Some("no component names this model")
        }
        "api" if !parts().any(|p| is(&p.api)) && !swaps().any(|s| is(&s.api)) => {
            Some("no component names this API")
        }
        "gpu" if !allowed(name) => Some("this GPU is not among those allowed"),
        "gpu_price" if plan.gpus.prices.iter().any(|price| price.gpu == gpu()) => {
            Some("the plan states a price of its own")
        }
        "gpu_price" if plan.gpus.owned.iter().any(|owned| owned.gpu == gpu()) => {
            Some("this GPU is owned")
        }
        "gpu" | "gpu_price" if !parts().any(uses_gpus) => Some("no component uses GPUs"),
        _ => None,
    }
}
