//! A scenario that has one of everything, for documentation and for checks over all fields.

use super::quantity::Quantity;
use super::schema::{
    Actual, Component, Edge, Event, Fallback, GpuPrice, Launch, ModelSwap, Note, Override, OwnApi,
    OwnGpu, OwnModel, OwnedGpu, Rater, Roadmap, Scenario, Spike, Stage, TablePoint,
};

/// A scenario with one element in every list, all else by default. It is about the format, not
/// about a product, and need not be consistent.
pub fn exemplar() -> Scenario {
    let named = |name: &str| name.to_owned();
    let mut plan = Scenario {
        notes: vec![Note {
            at: named("demand.users"),
            ..Note::default()
        }],
        components: vec![Component {
            name: named("chat"),
            swaps: vec![ModelSwap::default()],
            ..Component::default()
        }],
        edges: vec![Edge {
            name: named("edge"),
            from: named("web"),
            to: named("chat"),
            ..Edge::default()
        }],
        launch: Some(Launch::default()),
        roadmaps: vec![Roadmap {
            id: named("own"),
            stages: vec![Stage {
                name: named("stage"),
                ..Stage::default()
            }],
            ..Roadmap::default()
        }],
        events: vec![Event {
            name: named("event"),
            ..Event::default()
        }],
        actuals: vec![Actual::default()],
        overrides: vec![Override {
            id: named("drift.gpu_price"),
            value: Some(Quantity::point(-0.1)),
            ..Override::default()
        }],
        own_gpus: vec![OwnGpu {
            name: named("own gpu"),
            ..OwnGpu::default()
        }],
        own_models: vec![OwnModel {
            name: named("own model"),
            ..OwnModel::default()
        }],
        own_apis: vec![OwnApi {
            name: named("own api"),
            ..OwnApi::default()
        }],
        ..Scenario::default()
    };
    plan.demand.spikes = vec![Spike::default()];
    plan.demand.growth.table = vec![TablePoint {
        name: named("point"),
        ..TablePoint::default()
    }];
    plan.gpus.prices = vec![GpuPrice {
        gpu: named("H100 SXM"),
        per_hour: Quantity::point(3.0),
        ..GpuPrice::default()
    }];
    plan.gpus.owned = vec![OwnedGpu {
        gpu: named("H100 SXM"),
        ..OwnedGpu::default()
    }];
    plan.team.raters = vec![Rater {
        name: named("rater"),
        ..Rater::default()
    }];
    plan.reliability.fallbacks = vec![Fallback {
        component: named("chat"),
        ..Fallback::default()
    }];
    plan
}
