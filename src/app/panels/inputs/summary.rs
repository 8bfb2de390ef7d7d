//! What a closed group says about what is inside.

use super::Inputs;
use crate::app::values;
use crate::scenario::fields::{Group, field_for};
use crate::scenario::schema::Kind;
use crate::units::{Currency, count, counted, share_fine};

/// One short line for a group.
pub(super) fn of_group(group: Group, inputs: &Inputs<'_>) -> String {
    let plan = inputs.plan;
    let money = Currency::new(&plan.currency);
    match group {
        Group::ProductAndDemand => {
            let users = inputs
                .report
                .and_then(|report| {
                    report
                        .roadmaps
                        .iter()
                        .find_map(|roadmap| roadmap.series.as_ref())
                })
                .map(|series| &series.users);
            match users.and_then(|users| Some((users.first()?, users.last()?))) {
                Some((first, last)) if (first - last).abs() > first * 0.005 => {
                    format!("{} to {} users", count(*first), count(*last))
                }
                _ => format!("{} users", count(plan.demand.users.likely)),
            }
        }
        Group::ComponentsAndModels => {
            let mut models: Vec<&str> = plan
                .components
                .iter()
                .filter(|part| part.kind == Kind::Llm || part.kind == Kind::HostedApi)
                .filter_map(|part| part.model.as_deref().or(part.api.as_deref()))
                .collect();
            models.sort_unstable();
            models.dedup();
            let parts = counted(plan.components.len() as f64, "part", "parts");
            format!(
                "{parts}, {}",
                counted(models.len() as f64, "model", "models")
            )
        }
        Group::GpusAndPrices => gpu_in_use(inputs).unwrap_or_else(|| {
            let hosted = plan.components.iter().any(|part| part.api.is_some());
            if hosted {
                "hosted models".to_owned()
            } else {
                String::new()
            }
        }),
        Group::TeamAndSkills => {
            let people = counted(plan.team.engineers.likely, "person", "people");
            format!("{people}, {} at most", count(plan.team.hiring.max.likely))
        }
        Group::ChangeAndDelivery => {
            let changes: f64 = plan.components.iter().map(|part| part.changes.likely).sum();
            format!(
                "{} changes/mo",
                count(changes * plan.factors.changes.likely)
            )
        }
        Group::ReliabilityAndValue => {
            let value = plan.demand.users.likely * plan.reliability.value_per_user_month.likely
                / HOURS_PER_MONTH
                * plan.reliability.downtime_multiplier.likely;
            if value > 0.0 {
                format!("{} per hour down", money.amount(value))
            } else {
                "no value at stake".to_owned()
            }
        }
        Group::Money => {
            let rate = field_for("money.discount_rate")
                .and_then(|field| values::default_of(field, plan, inputs.catalog))
                .map(|value| value.likely);
            let rate = plan.money.discount_rate.map(|rate| rate.likely).or(rate);
            let horizon = counted(f64::from(plan.horizon_months), "month", "months");
            rate.map_or(horizon.clone(), |rate| {
                format!("{horizon}, {}/yr", share_fine(rate))
            })
        }
    }
}

/// Hours in a month, to turn a month's value into an hour's.
const HOURS_PER_MONTH: f64 = 730.0;

/// The GPU that the recommended roadmap uses first, with its price where the plan states one.
fn gpu_in_use(inputs: &Inputs<'_>) -> Option<String> {
    let report = inputs.report?;
    let roadmap = report
        .roadmaps
        .iter()
        .find(|roadmap| roadmap.id == report.verdict.recommended)?;
    let gpu = &roadmap.hardware.first()?.gpu;
    let plan = inputs.plan;
    let own = plan
        .gpus
        .prices
        .iter()
        .find(|price| price.gpu == *gpu)
        .map(|price| price.per_hour.likely);
    let market = inputs
        .catalog
        .entries
        .get(&format!("gpu_price.{gpu}.market"));
    let price = own.or_else(|| market.map(|entry| entry.likely * plan.units_per_usd.likely));
    Some(price.map_or_else(
        || gpu.clone(),
        |price| {
            format!(
                "{gpu} at {}",
                Currency::new(&plan.currency).price_per(price, "h")
            )
        },
    ))
}
