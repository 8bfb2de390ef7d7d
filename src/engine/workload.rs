//! The GPU work of a unit: which models and jobs its components run.

use super::inputs::{Component, Inputs};
use super::labels as l;
use super::serving::Call;
use crate::number::Number;
use crate::scenario::schema::{Kind, Precision};

/// The calls of one model in a unit, or all its GPU jobs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Workload {
    /// Language-model calls: model, precision, components.
    Model(usize, Precision, Vec<usize>),
    /// Image, speech, embedding and retraining work: components.
    Jobs(Vec<usize>),
}

/// Whether a component runs a language model of its own in a month.
pub fn serves_model(component: &Component<impl Sized>, bought: bool) -> bool {
    use crate::scenario::schema::Hosting;
    component.kind == Kind::Llm
        && match component.hosting {
            Hosting::SelfHosted => true,
            Hosting::Hosted => false,
            Hosting::Either => !bought,
        }
}

/// GPU work of a unit's live components in a month, models first, in a fixed order.
pub fn workloads<N: Number>(
    inputs: &Inputs<N>,
    members: &[usize],
    month: usize,
    bought: &[usize],
) -> Vec<Workload> {
    let mut models: Vec<Workload> = Vec::new();
    let mut jobs = Vec::new();
    for &c in members {
        let component = &inputs.components[c];
        if !component.is_live(month) {
            continue;
        }
        if component.gpu_job {
            jobs.push(c);
        }
        if !serves_model(component, bought.contains(&c)) {
            continue;
        }
        let Some((model, precision)) = component
            .period(month)
            .and_then(|period| Some((period.model?, period.precision)))
        else {
            continue;
        };
        let same = models.iter_mut().find_map(|workload| match workload {
            Workload::Model(m, p, components) if *m == model && *p == precision => Some(components),
            _ => None,
        });
        match same {
            Some(components) => components.push(c),
            None => models.push(Workload::Model(model, precision, vec![c])),
        }
    }
    models.sort();
    if !jobs.is_empty() {
        models.push(Workload::Jobs(jobs));
    }
    models
}

/// The mean call of components that share a model: call-weighted prompt and answer, tightest
/// target.
pub fn mean_call<N: Number>(inputs: &Inputs<N>, components: &[usize]) -> (N, Call<N>, N) {
    let list = || components.iter().map(|c| &inputs.components[*c]);
    let calls = N::sum(list().map(|c| c.calls));
    let mean = |value: &dyn Fn(&Component<N>) -> N| {
        let plain = N::sum(list().map(value)) / N::constant(components.len() as f64);
        calls.divides(N::sum(list().map(|c| c.calls * value(c))), plain)
    };
    let tightest = |value: &dyn Fn(&Component<N>) -> N| {
        list()
            .map(value)
            .reduce(Number::min)
            .unwrap_or_else(N::zero)
    };
    let call = Call {
        fresh_prompt: mean(&|c| c.tokens_in * (N::one() - c.cached_prefix))
            .named(&l::MEAN_FRESH_PROMPT),
        prompt: mean(&|c| c.tokens_in).named(&l::MEAN_PROMPT),
        answer: mean(&|c| c.tokens_out).named(&l::MEAN_ANSWER),
        inter_token_target: tightest(&|c| c.inter_token_target),
    };
    let calls = calls.named(&l::CALLS);
    (calls, call, tightest(&|c| c.first_token_target))
}
