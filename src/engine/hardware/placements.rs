//! How the models and jobs of a unit may lie on GPUs.

use crate::engine::inputs::Inputs;
use crate::engine::serving::HOST_GPUS;
use crate::engine::workload::Workload;

/// GPUs that a slot may own.
const SLOT_SIZES: [usize; 4] = [1, 2, 4, 8];
/// GPUs of a replica that stands on several hosts: of a mixture of experts alone in its pool.
const SEVERAL_HOSTS: [usize; 3] = [2 * HOST_GPUS, 4 * HOST_GPUS, 8 * HOST_GPUS];

/// What is tried: the GPUs of each slot, and whether all share one.
pub(super) fn placements(
    inputs: &Inputs<f64>,
    by_era: &[Vec<Workload>],
    most: usize,
) -> Vec<(Vec<usize>, bool)> {
    let mut placements = Vec::new();
    owned_slots(most, HOST_GPUS, &mut Vec::new(), &mut placements);
    if most > 1 {
        placements.extend(SLOT_SIZES.iter().map(|n| (vec![*n], true)));
    }
    let mut works = by_era.iter().flatten();
    if most == 1 && works.all(|work| is_mixture(inputs, work)) {
        placements.extend(SEVERAL_HOSTS.iter().map(|n| (vec![*n], false)));
    }
    placements
}

/// Whether the work is that of a mixture of experts, which spreads over hosts.
fn is_mixture(inputs: &Inputs<f64>, work: &Workload) -> bool {
    matches!(work, Workload::Model(model, ..) if inputs.models[*model].experts.is_some())
}

/// Every way to give each of `count` slots 1, 2, 4 or 8 GPUs, `left` in all.
fn owned_slots(
    count: usize,
    left: usize,
    chosen: &mut Vec<usize>,
    found: &mut Vec<(Vec<usize>, bool)>,
) {
    if chosen.len() == count {
        found.push((chosen.clone(), false));
        return;
    }
    for size in SLOT_SIZES {
        if size + (count - chosen.len() - 1) > left {
            break;
        }
        chosen.push(size);
        owned_slots(count, left - size, chosen, found);
        chosen.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::{owned_slots, placements};
    use crate::engine::projection::tests::inputs;
    use crate::engine::workload::workloads;

    #[test]
    fn mixtures_of_experts_alone_in_a_pool_spread_over_hosts() {
        let model = |name: &str, experts: &str| {
            format!("(name: \"{name}\", params_b: 30, active_params_b: 3, {experts})")
        };
        let mixture = model("m", "experts: 128, experts_per_token: 8, expert_share: 0.9");
        let inputs = inputs(&format!(
            "components: [(name: \"a\", kind: Llm, model: \"m\"), (name: \"b\", kind: Llm, model: \"d\")],
             own_models: [{mixture}, {}]",
            model("d", "")
        ));
        let sizes = |members: &[usize]| {
            let work = vec![workloads(&inputs, members, 0, &[])];
            let most = work[0].len();
            let found = placements(&inputs, &work, most);
            found.iter().map(|(slots, _)| slots.iter().sum()).max()
        };
        let of: [Option<usize>; 3] = [sizes(&[0]), sizes(&[1]), sizes(&[0, 1])];
        assert_eq!(of, [Some(64), Some(8), Some(8)]);
    }

    #[test]
    fn placements_have_at_most_eight_gpus() {
        let mut found = Vec::new();
        owned_slots(2, 8, &mut Vec::new(), &mut found);
        let slots: Vec<&[usize]> = found.iter().map(|(slots, _)| slots.as_slice()).collect();
        assert_eq!(
            slots,
            [
                [1, 1],
                [1, 2],
                [1, 4],
                [2, 1],
                [2, 2],
                [2, 4],
                [4, 1],
                [4, 2],
                [4, 4]
            ]
        );
    }
}
