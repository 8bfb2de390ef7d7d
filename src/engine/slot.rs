//! What runs on the GPUs of a replica.

use super::constants::Constants;
use super::demand::{Hours, own_hours};
use super::inputs::Inputs;
use super::labels as l;
use super::serving::{Call, Roofline, usable_memory};
use super::workload::{Workload, mean_call};
use crate::number::{Number, Subject, Whole};
use crate::scenario::schema::Kind;

/// Load of one group of GPUs in a replica, per user request.
#[derive(Clone, Copy, Debug)]
pub struct Slot<N: Number> {
    /// Replica time of load that follows the day, with every prefix hit that the plan states (s per request).
    pub by_request: N,
    /// What it takes more where no prefix is hit (s per request).
    pub unhit: N,
    /// Whether calls of models alone come to it, so that they can be routed by their prefix.
    pub routes: bool,
    /// Load at the hours of a day against its mean, where it is not the product's.
    pub hours: Option<Hours<N>>,
    /// Replica time of load that can wait for a quiet hour (s per request).
    pub deferrable: N,
    /// Replicas that are always busy (erlangs).
    pub steady: N,
    /// Calls that a replica serves at once.
    pub batch: N,
    /// The same, made ready to divide by.
    pub at_once: N::Divisor,
    /// Cache of the calls that run at once (bytes).
    pub cache: N,
}

/// A model on the GPUs of a slot.
pub struct Placed<N> {
    /// Its roofline.
    pub roofline: Roofline<N>,
    /// Its mean call.
    pub call: Call<N>,
    /// Its calls per user request.
    pub calls: N,
    /// Tightest target for the first token (s).
    pub first_token_target: N,
    /// Calls at once.
    pub batch: N,
    /// Room for its cache (bytes).
    pub room: N,
    /// Components whose calls it answers.
    pub components: usize,
}

/// The models of a slot, with the room shared by calls · (prompt + answer) · cache.
pub fn place<N: Number>(
    inputs: &Inputs<N>,
    workloads: &[Workload],
    gpu: usize,
    gpus: usize,
) -> Vec<Placed<N>> {
    let k = &inputs.k;
    let gpu = &inputs.gpus[gpu];
    let mut room = usable_memory(k, gpu, gpus);
    let mut placed = Vec::new();
    for workload in workloads {
        match workload {
            Workload::Jobs(components) => {
                for c in components {
                    room = room - inputs.components[*c].gpu_memory;
                }
            }
            Workload::Model(model, precision, components) => {
                let model = &inputs.models[*model];
                let roofline = Roofline::new(k, model, *precision, gpu, gpus);
                room = room - roofline.weights;
                let (calls, call, first_token_target) = mean_call(inputs, components);
                placed.push(Placed {
                    roofline,
                    call,
                    calls,
                    first_token_target,
                    batch: N::one(),
                    room: N::zero(),
                    components: components.len(),
                });
            }
        }
    }
    let weight =
        |p: &Placed<N>| p.calls * (p.call.prompt + p.call.answer) * p.roofline.cache_per_token;
    let total = N::sum(placed.iter().map(weight));
    let equal = N::constant(1.0 / placed.len().max(1) as f64);
    for p in &mut placed {
        p.room = (room * weight(p).over_or(total, equal)).named(&l::CACHE_ROOM);
        p.batch = p
            .roofline
            .batch(&p.call, p.room, p.roofline.batch_cap(k, gpu));
    }
    placed
}

/// The load of a group of GPUs on which some of a unit's models and jobs run.
///
/// `parts`: filled with the components and the time that each takes per request (s).
pub(super) fn slot<N: Number>(
    inputs: &Inputs<N>,
    workloads: &[Workload],
    gpu: usize,
    gpus: usize,
    parts: &mut Vec<(usize, N)>,
) -> Slot<N> {
    let placed = place(inputs, workloads, gpu, gpus);
    let mut slot = Slot {
        by_request: N::zero(),
        unhit: N::zero(),
        routes: false,
        hours: None,
        deferrable: N::zero(),
        steady: N::zero(),
        batch: placed
            .iter()
            .map(|p| p.batch)
            .reduce(Number::min)
            .unwrap_or_else(N::one),
        at_once: N::one().divisor(),
        cache: N::zero(),
    };
    let models = workloads.iter();
    let models = models.filter(|workload| matches!(workload, Workload::Model(..)));
    for (p, workload) in placed.iter().zip(models) {
        let tokens = p.call.prompt + p.call.answer;
        slot.cache = slot.cache + p.batch * tokens * p.roofline.cache_per_token;
        let seconds = p.roofline.seconds_per_call(&p.call, p.batch);
        let seconds = with_adapters(&inputs.k, seconds, p.components);
        slot.by_request = slot.by_request + p.calls * seconds;
        share_out(inputs, workload, p.calls * seconds, parts);
        let more = p.roofline.prefill(p.call.prompt) - p.roofline.prefill(p.call.fresh_prompt);
        let more = with_adapters(&inputs.k, more, p.components);
        slot.unhit = slot.unhit + p.calls * more;
    }
    let speed = inputs.gpus[gpu].fp16 * N::constant(gpus as f64) / inputs.k.reference_compute;
    let speed = speed.named(&l::GPU_SPEED);
    for workload in workloads {
        let Workload::Jobs(components) = workload else {
            continue;
        };
        for c in components {
            let component = &inputs.components[*c];
            let seconds =
                (component.gpu_seconds / speed).named_of(&l::JOB_SECONDS, Subject::Component(*c));
            match component.kind {
                Kind::Batch => slot.deferrable = slot.deferrable + component.calls * seconds,
                Kind::Stream => {
                    slot.steady =
                        slot.steady + component.events * seconds + component.retrain_load / speed;
                }
                _ => {
                    slot.by_request = slot.by_request + component.calls * seconds;
                    parts.push((*c, component.calls * seconds));
                }
            }
        }
    }
    slot.hours = own_hours(inputs, parts);
    slot
}

/// Adds the part that each component has in the time of a model, by the tokens of its calls.
fn share_out<N: Number>(
    inputs: &Inputs<N>,
    workload: &Workload,
    time: N,
    parts: &mut Vec<(usize, N)>,
) {
    let Workload::Model(_, _, components) = workload else {
        return;
    };
    let tokens = |c: &usize| {
        let component = &inputs.components[*c];
        component.calls * (component.tokens_in + component.tokens_out)
    };
    let all = Whole::new(N::sum(components.iter().map(tokens)));
    let even = N::one().over_constant(components.len() as f64);
    for c in components {
        parts.push((*c, time * all.share(tokens(c), even)));
    }
}

/// Replica time of a call on a model that several components share, each with an adapter of its own (s).
///
/// ```text
/// s · (1 + 10%)      s alone for a single component
/// ```
/// - `seconds`: of a call without adapters (s)
///
/// Source: MODEL.
pub fn with_adapters<N: Number>(k: &Constants<N>, seconds: N, components: usize) -> N {
    if components > 1 {
        (seconds * (N::one() + k.adapter_cost)).named(&l::SECONDS_WITH_ADAPTERS)
    } else {
        seconds
    }
}

#[cfg(test)]
mod tests {
    use super::{place, with_adapters};
    use crate::engine::deployment::tests::{check, own};
    use crate::engine::projection::tests::rounded_constants;
    use crate::engine::workload::workloads;

    #[test]
    fn adapters_by_hand() {
        let mut k = rounded_constants();
        k.adapter_cost = 0.1;
        // 0.4 s, a tenth more where two components share the model.
        check(with_adapters(&k, 0.4, 2), 0.44);
        assert_eq!(with_adapters(&k, 0.4, 1), 0.4);
    }

    #[test]
    fn models_share_the_room_by_hand() {
        let inputs = own(
            "(name: \"a\", kind: Llm, model: \"m\", calls: 3, tokens_in: 600, tokens_out: 400,
                inter_token_ms: 1000),
             (name: \"b\", kind: Llm, model: \"n\", calls: 1, tokens_in: 600, tokens_out: 400,
                inter_token_ms: 1000)",
        );
        let work = workloads(&inputs, &[0, 1], 0, &[]);
        let placed = place(&inputs, &work, 0, 1);
        // 80·2^30·0.95 − 0.5e9 = 81.1044e9; less 8e9 and 9.527e9: 63.5774e9, shared 3 : 1.
        check(placed[0].room, 0.75 * 63.577_378_624e9);
        check(placed[1].room, 0.25 * 63.577_378_624e9);
        // A call takes 1000·65,536 bytes: room for 727 and 242; the cap is 1,024 with 80 GiB.
        check(placed[0].batch, 47.683_033_968e9 / 65.536e6);
        check(placed[1].batch, 15.894_344_656e9 / 65.536e6);
    }
}
