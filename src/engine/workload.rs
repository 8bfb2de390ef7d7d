//! The GPU work of a unit: which models and jobs its components run.

use super::inputs::{Component, Inputs};
use super::labels as l;
use super::serving::Call;
use crate::number::Number;
use crate::scenario::schema::{Kind, Precision};

/// The calls of one model in a unit, or GPU jobs that share their GPUs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Workload {
    /// Language-model calls: model, precision, components.
    Model(usize, Precision, Vec<usize>),
    /// Image, speech, embedding and retraining work that takes turns: components.
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

/// Whether a component depends on a hosted model: on an API, or on a language model that runs elsewhere.
pub fn calls_hosted_model(component: &Component<impl Sized>, bought: bool) -> bool {
    match component.kind {
        Kind::HostedApi => true,
        Kind::Llm => !serves_model(component, bought),
        _ => false,
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
    let mut jobs: Vec<Vec<usize>> = Vec::new();
    for &c in members {
        let component = &inputs.components[c];
        if !component.is_live(month) {
            continue;
        }
        if component.gpu_job {
            let fits = |group: &&mut Vec<usize>| !group.iter().any(|c| component.apart.contains(c));
            match jobs.iter_mut().find(fits) {
                Some(group) => group.push(c),
                None => jobs.push(vec![c]),
            }
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
        let shared = |_: &&mut Workload| inputs.gpu_terms.shared_models;
        let same = models
            .iter_mut()
            .filter(shared)
            .find_map(|workload| match workload {
                Workload::Model(m, p, components) if *m == model && *p == precision => {
                    Some(components)
                }
                _ => None,
            });
        match same {
            Some(components) => components.push(c),
            None => models.push(Workload::Model(model, precision, vec![c])),
        }
    }
    models.sort();
    models.extend(jobs.into_iter().map(Workload::Jobs));
    models
}

/// The mean call of components that share a model: call-weighted prompt and answer, tightest
/// target.
pub fn mean_call<N: Number>(inputs: &Inputs<N>, components: &[usize]) -> (N, Call<N>, N) {
    let list = || components.iter().map(|c| &inputs.components[*c]);
    let calls = N::sum(list().map(|c| c.calls));
    let mean = |value: &dyn Fn(&Component<N>) -> N| {
        let plain = N::sum(list().map(value)) / N::constant(components.len() as f64);
        N::sum(list().map(|c| c.calls * value(c))).over_or(calls, plain)
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

#[cfg(test)]
mod tests {
    use super::{Workload, calls_hosted_model, mean_call, serves_model, workloads};
    use crate::engine::deployment::tests::{check, own};
    use crate::scenario::schema::Precision;

    #[test]
    fn the_mean_call_by_hand() {
        let inputs = own(
            "(name: \"a\", kind: Llm, model: \"m\", calls: 3, tokens_in: 1000, tokens_out: 100,
                cached_prefix: 0.5, inter_token_ms: 60, time_to_first_token_ms: 2000),
             (name: \"b\", kind: Llm, model: \"m\", calls: 1, tokens_in: 2000, tokens_out: 500,
                inter_token_ms: 40, time_to_first_token_ms: 800)",
        );
        // Prompt (3·1000 + 2000)/4 = 1250, answer (300 + 500)/4 = 200, fresh (3·500 + 2000)/4 = 875.
        let (calls, call, first) = mean_call(&inputs, &[0, 1]);
        check(calls, 4.0);
        check(call.prompt, 1250.0);
        check(call.answer, 200.0);
        check(call.fresh_prompt, 875.0);
        // The tighter targets.
        check(call.inter_token_target, 0.04);
        check(first, 0.8);
        // Nobody calls: the plain mean.
        let mut idle = inputs;
        for component in &mut idle.components {
            component.calls = 0.0;
        }
        check(mean_call(&idle, &[0, 1]).1.prompt, 1500.0);
    }

    #[test]
    fn one_copy_of_a_model_and_one_pool_of_jobs() {
        let inputs = own(
            "(name: \"a\", kind: Llm, model: \"m\"), (name: \"b\", kind: Llm, model: \"n\"),
             (name: \"c\", kind: Llm, model: \"m\"), (name: \"d\", kind: Llm, model: \"m\", precision: Fp16),
             (name: \"e\", kind: GpuJob, latency_target_s: 2), (name: \"f\", kind: Batch, gpu_seconds: 1),
             (name: \"g\"),
             (name: \"h\", kind: Llm, model: \"m\", appear: 5),
             (name: \"i\", kind: Llm, model: \"n\", hosting: Either, api: \"api\")",
        );
        let all: Vec<usize> = (0..9).collect();
        let model =
            |m, precision, components: &[usize]| Workload::Model(m, precision, components.to_vec());
        assert_eq!(
            workloads(&inputs, &all, 0, &[8]),
            [
                model(0, Precision::Fp8, &[0, 2]),
                model(0, Precision::Fp16, &[3]),
                model(1, Precision::Fp8, &[1]),
                Workload::Jobs(vec![4, 5]),
            ]
        );
        // In month 5 another lives, and what is not bought runs here.
        let later = workloads(&inputs, &all, 5, &[]);
        assert_eq!(later[0], model(0, Precision::Fp8, &[0, 2, 7]));
        assert_eq!(later[2], model(1, Precision::Fp8, &[1, 8]));
        assert!(serves_model(&inputs.components[8], false));
        assert!(!serves_model(&inputs.components[8], true));
        assert!(!serves_model(&inputs.components[6], false));
        // What is bought is called elsewhere; a service calls nothing.
        let hosted = |c: usize, bought| calls_hosted_model(&inputs.components[c], bought);
        assert!(hosted(8, true) && !hosted(8, false) && !hosted(0, false) && !hosted(6, true));
    }
}
